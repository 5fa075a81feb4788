/** The events of rows of the audit table's stream. A row that no function of the stage wrote starts no work. */
import type { AuditEvent } from "../../domain/audit/audit-event.js";
import { type AuditRow, eventOf, isFirstForm, numberedFrom } from "../../domain/audit/audit-row.js";
import type { Ports } from "../../ports/index.js";

export type SealedEventsDeps = Pick<Ports, "auditSeal">;

/** The events by row. Rows of the first form have no MAC; only a function of the earlier version could write them. */
export const sealedEvents = async (
  deps: SealedEventsDeps,
  rows: readonly AuditRow[],
): Promise<ReadonlyMap<AuditRow, AuditEvent>> => {
  const events = new Map<AuditRow, AuditEvent>();
  for (const row of rows) {
    const event = await eventIn(deps, row);
    if (typeof event !== "string") events.set(row, event);
  }
  return events;
};

const eventIn = async ({ auditSeal }: SealedEventsDeps, row: AuditRow) => {
  if (isFirstForm(row)) return numberedFrom({ ...row, hash: "", previousHash: "" });
  return (await auditSeal.holds(row)) ? eventOf(row) : "wrong_mac";
};
