/** Recorded audit events, and the records of the audit table's stream that bring them to the relay. */
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { CHAIN_START, chain } from "../../shared/adapters/node/audit-chain.js";
import {
  type AuditDetails,
  type AuditEventType,
  auditEvent,
  type RecordedAuditEvent,
} from "../../shared/domain/audit-event.js";
import { NOW } from "./users.js";

/** `count` events of one subject, in order and chained. */
export const recordedEvents = (
  count: number,
  { type = "signin.failed", details = {} }: { type?: AuditEventType; details?: AuditDetails } = {},
): RecordedAuditEvent[] => {
  const recorded: RecordedAuditEvent[] = [];
  for (let index = 1; index <= count; index += 1) {
    const event = auditEvent(type, {
      subject: "user:usr_ada",
      key: `request-${index}`,
      at: new Date(Date.parse(NOW) + index),
      details,
    });
    recorded.push(chain(event, recorded.at(-1) ?? { sequence: 0, hash: CHAIN_START }).recorded);
  }
  return recorded;
};

/** The stream's record of a new event row; its number in the stream is `seq-<sequence>`. */
export const streamRecord = (recorded: RecordedAuditEvent): DynamoDBRecord => {
  const { sequence, hash, previousHash, ...event } = recorded;
  return {
    eventName: "INSERT",
    dynamodb: {
      SequenceNumber: `seq-${sequence}`,
      NewImage: {
        pk: { S: `SUBJECT#${event.subject}` },
        sk: { S: `EVENT#${String(sequence).padStart(12, "0")}` },
        recorded_at: { S: event.at },
        event: { S: JSON.stringify(event) },
        sequence: { N: String(sequence) },
        hash: { S: hash },
        previous_hash: { S: previousHash },
      },
    },
  };
};

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
