/** A record of a stream as Lambda hands it to a function: times in seconds, bytes in base64. */
import type { _Record } from "@aws-sdk/client-dynamodb-streams";

export type StreamRecord = {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  readonly dynamodb: Readonly<Record<string, unknown>> & { readonly SequenceNumber: string };
  readonly eventSourceARN: string;
};

export const streamRecord = (record: _Record, streamArn: string, region: string): StreamRecord => {
  const { ApproximateCreationDateTime, SequenceNumber = "", ...rest } = record.dynamodb ?? {};
  const created = ApproximateCreationDateTime?.getTime();
  return {
    eventID: record.eventID ?? "",
    eventName: record.eventName ?? "",
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ...(created !== undefined && { ApproximateCreationDateTime: Math.floor(created / 1000) }),
      ...(textual(rest) as Record<string, unknown>),
      SequenceNumber,
    },
    eventSourceARN: streamArn,
  };
};

const textual = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(textual);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textual(each)]));
};
