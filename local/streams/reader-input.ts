/** What reading a stream for a mapping takes. */
import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { Checkpoints } from "./checkpoints.js";
import type { Deliver } from "./delivery.js";
import type { StreamMapping } from "./stream-mapping.js";

export type ReaderInput = {
  readonly mapping: StreamMapping;
  readonly streamArn: string;
  readonly region: string;
  readonly streams: DynamoDBStreamsClient;
  readonly checkpoints: Checkpoints;
  readonly deliver: Deliver;
  readonly pollIntervalMs: number;
};
