/** Migration conflicts from the audit stream: one entry per legacy record and reason, latest first. */
import { type AuditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import type { OperatorPorts } from "../../ports/operators.js";

import { sealedEvents } from "../audit/sealed-events.js";

type Deps = Pick<OperatorPorts, "auditSeal" | "auditSearch" | "pseudonyms">;

export type FoundConflicts = {
  readonly conflicts: FoundConflict[];
  /** Number of rows that name the event's type, and that no function of the stage wrote as an event. */
  readonly forgedRows: number;
};

const TYPE = "migration.conflict";

export type FoundConflict = {
  readonly legacyId: string;
  readonly reason: string;
  /** RFC 3339. A conflict of one address is recorded once, so later repetitions do not appear. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** Number of addresses or users with this conflict. */
  readonly subjects: number;
};

/**
 * Conflicts of one legacy record, of one address as entered, or all. Reads every event. A forged row is counted for
 * each of them, because nothing in it can be trusted.
 */
export const findConflicts = async (
  deps: Deps,
  { legacyId, email }: { readonly legacyId?: string | undefined; readonly email?: string | undefined },
): Promise<FoundConflicts> => {
  const subject = email === undefined ? undefined : pseudonymSubject(await deps.pseudonyms.of(email));
  const found = new Map<string, AuditEvent[]>();
  let forgedRows = 0;
  for await (const row of deps.auditSearch.ofType(TYPE)) {
    const event = (await sealedEvents(deps, [row])).get(row);
    if (event === undefined || event.type === "audit.unreadable") forgedRows += 1;
    if (event?.type !== TYPE) continue;
    if (legacyId !== undefined && event.details.legacyId !== legacyId) continue;
    if (subject !== undefined && event.subject !== subject) continue;
    const key = JSON.stringify([event.details.legacyId, event.details.reason]);
    found.set(key, [...(found.get(key) ?? []), event]);
  }
  const conflicts = [...found.values()].map(summary);
  return { conflicts: conflicts.sort((one, other) => (one.lastAt < other.lastAt ? 1 : -1)), forgedRows };
};

const summary = (events: readonly AuditEvent[]): FoundConflict => {
  const times = events.map(({ at }) => at).sort();
  const { legacyId = "", reason = "" } = events[0]?.details ?? {};
  return {
    ...{ legacyId, reason },
    ...{ firstAt: times[0] ?? "", lastAt: times.at(-1) ?? "" },
    subjects: new Set(events.map(({ subject }) => subject)).size,
  };
};
