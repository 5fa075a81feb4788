/** The audit table in memory, with the same order, ids and policy as the DynamoDB adapter. */
import { CHAIN_START, chain } from "../adapters/node/audit-chain.js";
import { AUDIT_POLICY, type AuditEvent, type RecordedAuditEvent } from "../domain/audit-event.js";
import { AuthError } from "../domain/errors.js";
import type { AuditLog, AuditOutbox } from "../ports/index.js";

export type MemoryAudit = AuditLog & {
  /** All recorded events in order, without the fields of the chain. */
  readonly events: AuditEvent[];
  readonly recorded: RecordedAuditEvent[];
  readonly outbox: AuditOutbox;
  /** While true, recording fails. */
  broken: boolean;
  /** Appends an event to the chain unless its id exists. Returns whether the event was new. */
  take(event: AuditEvent): boolean;
};

export const memoryAudit = (): MemoryAudit => {
  const recorded: RecordedAuditEvent[] = [];
  const pending = new Map<string, RecordedAuditEvent>();
  const audit: MemoryAudit = {
    events: [],
    recorded,
    broken: false,
    take: (event) => {
      if (audit.broken) throw new AuthError("temporarily_unavailable");
      if (recorded.some(({ id }) => id === event.id)) return false;
      const last = recorded.filter(({ subject }) => subject === event.subject).at(-1);
      const head = last ?? { sequence: 0, hash: CHAIN_START };
      const row = chain(event, head).recorded;
      recorded.push(row);
      pending.set(row.id, row);
      audit.events.push(event);
      return true;
    },
    record: async (event) => {
      try {
        audit.take(event);
      } catch (error) {
        if (AUDIT_POLICY[event.type] === "required") throw error;
      }
    },
    outbox: {
      acknowledge: async (events) => {
        for (const { id } of events) pending.delete(id);
      },
      unpublished: async (olderThan, limit) =>
        [...pending.values()].filter(({ at }) => Date.parse(at) < olderThan.getTime()).slice(0, limit),
    },
  };
  return audit;
};
