/** Audit events, and the records of the audit table's stream that bring them to its consumers. */
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { CHAIN_START, chain } from "../../shared/adapters/node/audit-chain.js";
import {
  type AuditDetails,
  type AuditEvent,
  type AuditEventType,
  auditEvent,
  type RecordedAuditEvent,
} from "../../shared/domain/audit/audit-event.js";
import type { AuditRow } from "../../shared/domain/audit/audit-row.js";
import { NOW } from "./users.js";

/** `count` events of one subject, in order. */
export const auditEvents = (
  count: number,
  { type = "signin.failed", details = {} }: { type?: AuditEventType; details?: AuditDetails } = {},
): AuditEvent[] =>
  Array.from({ length: count }, (_, index) =>
    auditEvent(type, {
      subject: "user:usr_ada",
      key: `request-${index + 1}`,
      at: new Date(Date.parse(NOW) + index + 1),
      details,
    }),
  );

/** `auditEvents`, numbered and chained. */
export const numberedEvents = (...given: Parameters<typeof auditEvents>): RecordedAuditEvent[] => {
  const numbered: RecordedAuditEvent[] = [];
  for (const event of auditEvents(...given))
    numbered.push(chain(event, numbered.at(-1) ?? { sequence: 0, hash: CHAIN_START }).recorded);
  return numbered;
};

/** The stream's record of a new event row; its number in the stream is `seq-<end of the event's key>`. */
export const streamRecord = ({ pk, sk, event, mac, recordedAt }: AuditRow): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: `seq-${pk.replace(/^.*-/, "")}`,
    NewImage: {
      ...{ pk: { S: pk }, sk: { S: sk }, event: { S: event } },
      ...{ mac: { S: mac }, recorded_at: { S: recordedAt } },
    },
  },
});

export const streamOf = (records: readonly DynamoDBRecord[]): DynamoDBStreamEvent => ({
  Records: [...records],
});

/** A bus that answers each call from `answers`, then takes everything; `calls` is what it was given. */
export const scriptedBus = (answers: readonly (readonly number[])[]) => {
  const calls: string[][] = [];
  return {
    calls,
    publish: async (events: readonly RecordedAuditEvent[]) => {
      calls.push(events.map(({ id }) => id.replace(/^.*-/, "")));
      return { failed: answers[calls.length - 1] ?? [] };
    },
  };
};
