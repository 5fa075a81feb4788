/** The audit table in memory, with the same order, ids and policy as the DynamoDB adapter. */
import { CHAIN_START, chain } from "../adapters/node/audit-chain.js";
import { AUDIT_POLICY, type AuditEvent } from "../domain/audit/audit-event.js";
import { type AuditRow, auditRowKey } from "../domain/audit/audit-row.js";
import { AuthError } from "../domain/errors.js";
import type { AuditLog, AuditOutbox, AuditSeal, NumberedEvent } from "../ports/index.js";

export type MemoryAudit = AuditLog & {
  /** All recorded events in order. */
  readonly events: AuditEvent[];
  /** The rows of the same events. */
  readonly rows: AuditRow[];
  readonly outbox: AuditOutbox;
  readonly seal: AuditSeal;
  /** While true, recording fails. */
  broken: boolean;
  /** Adds an event unless its id exists. Returns whether the event was new. */
  take(event: AuditEvent): boolean;
};

const MAC = "memory";

export const memoryAudit = (): MemoryAudit => {
  const numbered: NumberedEvent[] = [];
  const waiting = new Map<string, AuditRow>();
  const number = (row: AuditRow): NumberedEvent => {
    const known = numbered.find(({ row: { pk } }) => pk === row.pk);
    if (known !== undefined) return known;
    const event = JSON.parse(row.event) as AuditEvent;
    const last = numbered.filter((each) => each.event.subject === event.subject).at(-1)?.event;
    const { recorded } = chain(event, last ?? { sequence: 0, hash: CHAIN_START });
    const made = { row: { pk: row.pk, sk: row.sk }, event: recorded };
    numbered.push(made);
    return made;
  };
  const audit: MemoryAudit = {
    events: [],
    rows: [],
    broken: false,
    seal: { of: async () => MAC, holds: async ({ mac }) => mac === MAC },
    take: (event) => {
      if (audit.broken) throw new AuthError("temporarily_unavailable");
      if (audit.events.some(({ id }) => id === event.id)) return false;
      const key = auditRowKey(event.id);
      const row = { ...key, event: JSON.stringify(event), mac: MAC, recordedAt: event.at };
      audit.events.push(event);
      audit.rows.push(row);
      waiting.set(row.pk, row);
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
      number: async (rows) => ({
        events: rows.flatMap(({ pk }) => {
          const row = waiting.get(pk);
          return row === undefined ? [] : [number(row)];
        }),
        postponed: [],
      }),
      settle: async ({ published }) => {
        for (const { row } of published) waiting.delete(row.pk);
      },
      waiting: (olderThan) => [
        (async function* () {
          const old = [...waiting.values()].filter(
            ({ recordedAt }) => Date.parse(recordedAt) < olderThan.getTime(),
          );
          for (let start = 0; start < old.length; start += 100) yield old.slice(start, start + 100);
        })(),
      ],
    },
  };
  return audit;
};
