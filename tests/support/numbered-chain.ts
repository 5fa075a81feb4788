/** Numbers and publishes what waits in an outbox, as the relay and the sweeper do, and checks chains by their own rule. */
import { createHash } from "node:crypto";
import type { AuditEvent, RecordedAuditEvent } from "../../shared/domain/audit/audit-event.js";
import type { WaitingRow } from "../../shared/domain/audit/audit-row.js";
import { publishAudit } from "../../shared/flows/audit/publish-audit.js";
import type { AuditOutbox } from "../../shared/ports/index.js";

export const waitingRows = async (outbox: AuditOutbox, olderThan: Date): Promise<WaitingRow[]> => {
  const rows: WaitingRow[] = [];
  for (const shard of outbox.waiting(olderThan)) for await (const page of shard) rows.push(...page);
  return rows.toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
};

/** Publishes what was recorded before `olderThan`. Returns it in the order of its publication. */
export const publishWaiting = async (outbox: AuditOutbox, olderThan: Date): Promise<RecordedAuditEvent[]> => {
  const published: RecordedAuditEvent[] = [];
  const bus = {
    publish: async (events: readonly RecordedAuditEvent[]) => {
      published.push(...events);
      return { failed: [] };
    },
  };
  await publishAudit({ bus, outbox }, await waitingRows(outbox, olderThan));
  return published;
};

/** The place at which a chain is broken, counted from 1; 0 when it is whole. */
export const brokenAt = (events: readonly RecordedAuditEvent[]): number => {
  let previous = "0".repeat(64);
  for (const [index, { sequence, hash, previousHash, ...body }] of events.entries()) {
    const text = `${previous}\n${index + 1}\n${JSON.stringify(body satisfies AuditEvent)}`;
    const expected = createHash("sha256").update(text).digest("hex");
    if (sequence !== index + 1 || previousHash !== previous || hash !== expected) return index + 1;
    previous = hash;
  }
  return 0;
};

export const bySequence = (events: readonly RecordedAuditEvent[]): RecordedAuditEvent[] =>
  events.toSorted((one, other) => one.sequence - other.sequence);
