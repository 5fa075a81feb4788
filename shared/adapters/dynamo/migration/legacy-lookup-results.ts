/** PreSignUp's legacy look-up results, in the guard table. */

import { isRecord } from "../../../domain/record.js";
import { DAY_SECONDS } from "../../../domain/seconds.js";
import type { LegacyLookupResult, LegacyLookupResults } from "../../../ports/legacy-lookup-results.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import { type GuardStore, secondsOf } from "../guard-store.js";

/** The sign-in takes seconds, and afterwards the legacy system may know the address. */
const UNKNOWN_SECONDS = 10 * 60;
/** If the later triggers fail, the user may try again days later, and PreSignUp is not called again. */
const APPROVED_SECONDS = 30 * DAY_SECONDS;

const lookupResultRowKey = (userName: string) => ({ pk: `NEWCOMER#${userName}` });

export const dynamoLegacyLookupResults = ({
  documents,
  guardTable,
  clock,
}: Pick<GuardStore, "documents" | "guardTable" | "clock">): LegacyLookupResults => ({
  keep: (userName, result) =>
    orUnavailable(async () => {
      const seconds = result.kind === "approved" ? APPROVED_SECONDS : UNKNOWN_SECONDS;
      const row = { note: JSON.stringify(result), expires_at: secondsOf(clock) + seconds };
      await documents.put(guardTable, { ...lookupResultRowKey(userName), ...row });
    }),
  of: (userName) =>
    orUnavailable(async () => {
      const row = await documents.get(guardTable, lookupResultRowKey(userName));
      if (row === undefined) return undefined;
      const columns = new Columns("guard", row);
      return columns.number("expires_at") > secondsOf(clock) ? columns.json("note", isResult) : undefined;
    }),
  forget: (userName) =>
    orUnavailable(async () => {
      await documents.take(guardTable, lookupResultRowKey(userName));
    }),
});

const isResult = (value: unknown): value is LegacyLookupResult =>
  isRecord(value) &&
  typeof value.address === "string" &&
  (value.kind === "unknown" ||
    (value.kind === "approved" && typeof value.legacyId === "string" && typeof value.userId === "string"));
