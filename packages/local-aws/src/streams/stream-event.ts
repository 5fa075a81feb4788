/**
 * Converts stream records to the format that functions receive
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-eventsourcemapping.html): binary values as
 * base64, times in seconds.
 */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { JsonObject, JsonValue } from "../aws-json/json.js";
import type { SourceRecord } from "./stream-source.js";

/** Region and account in the event. An embedded database has its own. */
export interface StreamPlace {
  readonly region: string;
  readonly accountId: string;
}

export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly createdAtMs: number;
  readonly event: JsonObject;
}

const placedArn = (streamArn: string, { region, accountId }: StreamPlace): string => {
  const [arn, partition, service, , , ...resource] = streamArn.split(":");
  return [arn, partition, service, region, accountId, ...resource].join(":");
};

export const streamRecord = (record: SourceRecord, streamArn: string, place: StreamPlace): StreamRecord => {
  const { ApproximateCreationDateTime, ...change } = record.dynamodb ?? {};
  const sequenceNumber = change.SequenceNumber ?? "";
  const createdAtMs = ApproximateCreationDateTime?.getTime() ?? 0;
  const sourceArn = placedArn(streamArn, place);
  const event = {
    // Some databases number records per table. The hash makes event ids unique across tables.
    eventID: createHash("md5").update(`${sourceArn}/${sequenceNumber}`).digest("hex"),
    eventName: record.eventName,
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: place.region,
    dynamodb: { ApproximateCreationDateTime: Math.floor(createdAtMs / 1000), ...change },
    eventSourceARN: sourceArn,
    ...(record.userIdentity !== undefined && {
      userIdentity: { principalId: record.userIdentity.PrincipalId, type: record.userIdentity.Type },
    }),
  };
  return { sequenceNumber, createdAtMs, event: plain(event) as JsonObject };
};

/** Whether a write changed nothing. DynamoDB writes no record for it, an embedded database may. */
export const changesNothing = ({ eventName, dynamodb }: SourceRecord): boolean =>
  eventName === "MODIFY" &&
  dynamodb?.OldImage !== undefined &&
  isDeepStrictEqual(dynamodb.OldImage, dynamodb.NewImage);

const plain = (value: unknown): JsonValue => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as JsonValue;
  const present = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(present.map(([key, child]) => [key, plain(child)]));
};
