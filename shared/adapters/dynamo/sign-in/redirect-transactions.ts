/** Sign-ins by redirect that wait for the browser, one row of the guard table each. */
import { isRecord } from "../../../domain/record.js";
import type { RedirectTransaction } from "../../../domain/redirect-sign-in.js";
import type { RedirectTransactions } from "../../../ports/redirects.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import { type GuardStore, secondsOf } from "../guard-store.js";

const redirectRowKey = (id: string) => ({ pk: `REDIRECT#${id}` });

export const dynamoRedirectTransactions = (
  store: Pick<GuardStore, "documents" | "guardTable" | "clock">,
): RedirectTransactions => ({
  keep: (id, transaction) =>
    orUnavailable(() =>
      store.documents.put(store.guardTable, {
        ...redirectRowKey(id),
        transaction: JSON.stringify(transaction),
        expires_at: transaction.expiresAtSeconds,
      }),
    ),
  take: (id) =>
    orUnavailable(async () => {
      const row = await store.documents.take(store.guardTable, redirectRowKey(id));
      if (row === undefined) return undefined;
      const columns = new Columns("guard", row);
      return columns.number("expires_at") > secondsOf(store.clock)
        ? columns.json("transaction", isTransaction)
        : undefined;
    }),
});

const isTransaction = (value: unknown): value is RedirectTransaction =>
  isRecord(value) &&
  ["verifier", "nonce", "browser", "returnTo"].every((name) => typeof value[name] === "string") &&
  ["remember", "retried"].every((name) => typeof value[name] === "boolean") &&
  (value.provider === undefined || typeof value.provider === "string") &&
  typeof value.expiresAtSeconds === "number";
