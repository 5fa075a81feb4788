/** The sessions of browsers in the guard table. */
import type { BrowserSessions } from "../../../ports/browser-sessions.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { endedUserRowKey } from "../authorizer/ended-sessions.js";
import { readAll } from "../documents.js";
import { type GuardStore, secondsOf, writes } from "../guard-store.js";
import { browserSessionFrom, browserSessionRow, sessionRowKey } from "./browser-session-rows.js";

export const dynamoBrowserSessions = (store: GuardStore): BrowserSessions => ({
  create: (session) => orUnavailable(() => store.documents.put(store.guardTable, browserSessionRow(session))),
  find: ({ sessionId, userId }) =>
    orUnavailable(async () => {
      const [key, endKey] = [sessionRowKey(sessionId), endedUserRowKey(userId)];
      const { [store.guardTable]: rows = [] } = await readAll(store.documents, {
        [store.guardTable]: [key, endKey],
      });
      const rowOf = ({ pk: wanted }: { pk: string }) => rows.find(({ pk }) => pk === wanted);
      const nowSeconds = secondsOf(store.clock);
      return browserSessionFrom(rowOf(key), userId, { userEnd: rowOf(endKey), nowSeconds });
    }),
  refresh: (next) =>
    orUnavailable(async () => {
      const { active_account: account = null, ...row } = browserSessionRow(next);
      const stored = await writes(store, {
        Key: sessionRowKey(next.sessionId),
        // The index does not hold these columns, so a refresh does not write to it.
        UpdateExpression: `SET #version = :version, sealed_token = :token, scopes = :scopes, valid_until = :valid, idle_until = :idle${account === null ? " REMOVE active_account" : ", active_account = :account"}`,
        ConditionExpression: "#version = :before AND attribute_not_exists(ended_at)",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: {
          ":version": row.version,
          ":token": row.sealed_token,
          ":scopes": row.scopes,
          ":valid": row.valid_until,
          ":idle": row.idle_until,
          ":before": next.version - 1,
          ...(account !== null && { ":account": account }),
        },
      });
      return stored ? "stored" : "lost";
    }),
});
