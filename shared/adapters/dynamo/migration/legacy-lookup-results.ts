/** PreSignUp's legacy look-up results, in the guard table. */

import { isRecord } from "../../../domain/record.js";
import type { LegacyLookupResult, LegacyLookupResults } from "../../../ports/legacy-lookup-results.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import { type GuardStore, secondsOf } from "../guard-store.js";

/** A sign-in takes seconds, but a user may spend minutes on a provider's pages. */
const RESULT_SECONDS = 10 * 60;

const lookupResultRowKey = (userName: string) => ({ pk: `NEWCOMER#${userName}` });

export const dynamoLegacyLookupResults = ({
  documents,
  guardTable,
  clock,
}: Pick<GuardStore, "documents" | "guardTable" | "clock">): LegacyLookupResults => ({
  keep: (userName, result) =>
    orUnavailable(async () => {
      const row = { note: JSON.stringify(result), expires_at: secondsOf(clock) + RESULT_SECONDS };
      await documents.put(guardTable, { ...lookupResultRowKey(userName), ...row });
    }),
  of: (userName) =>
    orUnavailable(async () => {
      const row = await documents.get(guardTable, lookupResultRowKey(userName));
      if (row === undefined) return undefined;
      const columns = new Columns("guard", row);
      return columns.number("expires_at") > secondsOf(clock) ? columns.json("note", isResult) : undefined;
    }),
});

const isResult = (value: unknown): value is LegacyLookupResult =>
  isRecord(value) &&
  typeof value.email === "string" &&
  (value.kind === "unknown" ||
    (value.kind === "approved" && typeof value.legacyId === "string" && typeof value.userId === "string"));
