/** An audit table in memory, with functions that stop at a chosen call, and the events that reached the bus. */
import { expect } from "@jest/globals";
import { dynamoAuditChains } from "../../shared/adapters/dynamo/audit/audit-chains.js";
import { dynamoAuditOutbox } from "../../shared/adapters/dynamo/audit/audit-outbox.js";
import type { Documents } from "../../shared/adapters/dynamo/documents.js";
import {
  type AuditEvent,
  auditEvent,
  type RecordedAuditEvent,
} from "../../shared/domain/audit/audit-event.js";
import { type AuditRow, type AuditRowKey, holdsEvent } from "../../shared/domain/audit/audit-row.js";
import { verifyChain } from "../../shared/flows/operator/verify-chain.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { auditSeal } from "./audit-seal.js";
import { memoryDocuments } from "./memory-documents.js";
import { NOW } from "./users.js";

export const SUBJECTS = ["user:a", "user:b"];
export const eventOf = (subject: string, key: number): AuditEvent =>
  auditEvent("signin.failed", { subject, key: `${subject}-${key}`, at: new Date(NOW) });

class Killed extends Error {}
/** When a function stops: at this call, before it takes effect or after. */
type Kill = { readonly call: number; readonly isAfter: boolean };
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export const gateOf = (turn: () => Promise<void>, kill: Kill | undefined): Gate => {
  let calls = 0;
  let isDead = false;
  return async (work) => {
    if (isDead) throw new Killed();
    calls += 1;
    await turn();
    const isLast = kill?.call === calls;
    if (isLast && kill?.isAfter !== true) isDead = true;
    if (isDead) throw new Killed();
    const outcome = await work();
    if (isLast) {
      isDead = true;
      throw new Killed();
    }
    return outcome;
  };
};

const gated = (documents: Documents, gate: Gate): Documents =>
  Object.fromEntries(
    Object.entries(documents).map(([name, call]: [string, (...args: never[]) => Promise<unknown>]) => [
      name,
      (...args: never[]) => gate(() => call(...args)),
    ]),
  ) as Documents;

export const auditWorld = () => {
  const { documents, rows } = memoryDocuments();
  const ports = memoryPorts({ now: NOW });
  const published: RecordedAuditEvent[] = [];
  const storeOf = (gate?: Gate) => ({
    documents: gate === undefined ? documents : gated(documents, gate),
    ...{ auditTable: "audit", auditSeal, clock: ports.clock },
  });
  const depsOf = (gate: Gate = (work) => work(), refused: (id: string) => boolean = () => false) => ({
    clock: { now: () => new Date(Date.parse(NOW) + 3_600_000) },
    deadline: ports.deadline,
    outbox: dynamoAuditOutbox(storeOf(gate)),
    bus: {
      publish: (events: readonly RecordedAuditEvent[]) =>
        gate(async () => {
          published.push(...events.filter(({ id }) => !refused(id)));
          return { failed: events.flatMap(({ id }, index) => (refused(id) ? [index] : [])) };
        }),
    },
  });
  /** All rows with events, as the stream gives them. */
  const eventRows = (): (AuditRowKey & Pick<AuditRow, "event">)[] =>
    [...rows.values()]
      .map(({ pk, sk, event }) => ({ pk: String(pk), sk: String(sk), event: String(event) }))
      .filter((row) => holdsEvent(row));
  const verdictOf = (subject: string) =>
    verifyChain({ chains: dynamoAuditChains({ ...storeOf() }) }, subject);
  return { rows, published, storeOf, depsOf, eventRows, verdictOf };
};

/** Each event once by its number, and the same number each time. */
export const distinct = (events: readonly RecordedAuditEvent[]): RecordedAuditEvent[] => {
  const byId = new Map<string, RecordedAuditEvent>();
  for (const event of events) {
    const known = byId.get(event.id);
    if (known !== undefined) expect(event).toEqual(known);
    byId.set(event.id, event);
  }
  return [...byId.values()];
};
