/** One-time tickets and pending sign-ins in the guard table. */

import { isRecord } from "../../../domain/record.js";
import { secondsAt } from "../../../domain/seconds.js";
import type { OneTimeTickets, PendingSignIn, PendingSignIns } from "../../../ports/challenges.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { Columns } from "../columns.js";
import type { DynamoGuardedStore } from "./challenges.js";

const ticketRowKey = (id: string) => ({ pk: `TICKET#${id}` });

export const dynamoOneTimeTickets = (store: DynamoGuardedStore): OneTimeTickets => ({
  issue: async ({ id, kind, sub, expiresAtSeconds }, event) => {
    const Item = { ...ticketRowKey(id), kind, sub, expires_at: expiresAtSeconds };
    await commitDocuments(store, [{ Put: { TableName: store.guardTable, Item } }], event);
  },
  consume: async ({ id, kind, sub, by }, event) => {
    const use = {
      TableName: store.guardTable,
      Key: ticketRowKey(id),
      UpdateExpression: "SET used_by = :by",
      ConditionExpression:
        "kind = :kind AND #sub = :sub AND expires_at > :now AND (attribute_not_exists(used_by) OR used_by = :by)",
      ExpressionAttributeNames: { "#sub": "sub" },
      ExpressionAttributeValues: {
        ":kind": kind,
        ":sub": sub,
        ":by": by,
        ":now": secondsAt(store.clock.now()),
      },
    };
    return (await commitDocuments(store, [{ Update: use }], event)) === "refused" ? "refused" : "consumed";
  },
});

export const dynamoPendingSignIns = (
  store: Pick<DynamoGuardedStore, "documents" | "clock" | "guardTable">,
): PendingSignIns => ({
  keep: (id, pending) =>
    orUnavailable(async () => {
      const row = { pending: JSON.stringify(pending), expires_at: pending.expiresAtSeconds };
      await store.documents.put(store.guardTable, { ...pendingSignInRowKey(id), ...row });
    }),
  take: (id) =>
    orUnavailable(async () => {
      const row = await store.documents.take(store.guardTable, pendingSignInRowKey(id));
      if (row === undefined) return undefined;
      const columns = new Columns("guard", row);
      return columns.number("expires_at") > secondsAt(store.clock.now())
        ? columns.json("pending", isPendingSignIn)
        : undefined;
    }),
});

const isPendingSignIn = (value: unknown): value is PendingSignIn =>
  isRecord(value) &&
  ["session", "username", "pseudonym"].every((name) => typeof value[name] === "string") &&
  (value.method === "code" || value.method === "link") &&
  typeof value.expiresAtSeconds === "number" &&
  (value.keeping === undefined || isKeeping(value.keeping)) &&
  (value.stepUp === undefined || isStepUp(value.stepUp));

export const isKeeping = (value: unknown): boolean =>
  isRecord(value) &&
  (value.mode === "token" || (value.mode === "cookie" && typeof value.remember === "boolean"));

const isStepUp = (value: unknown): boolean =>
  isRecord(value) &&
  ["sub", "sessionId", "purpose"].every((name) => typeof value[name] === "string") &&
  (value.systemAccountId === undefined || typeof value.systemAccountId === "string");

const pendingSignInRowKey = (id: string) => ({ pk: `SIGNIN#${id}` });
