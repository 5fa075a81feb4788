/** The sessions of browsers in the guard table. */
import type { BrowserSessions } from "../../../ports/browser-sessions.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { endedUserRowKey } from "../authorizer/ended-sessions.js";
import { readAll } from "../documents.js";
import { type GuardStore, secondsOf, writes } from "../guard-store.js";
import type { Row } from "../rows.js";
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
      const { values, ...change } = changeOf(browserSessionRow(next));
      const stored = await writes(store, {
        Key: sessionRowKey(next.sessionId),
        ...change,
        ConditionExpression: "#version = :before AND attribute_not_exists(ended_at)",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ...values, ":before": next.version - 1 },
      });
      return stored ? "stored" : "lost";
    }),
});

/** The index does not hold these columns, so a refresh does not write to it. */
const CHANGED = [
  "sealed_token",
  "sister_id",
  "active_account",
  "scopes",
  "valid_until",
  "idle_until",
] as const;

const changeOf = (row: Row) => {
  const [set, absent] = [CHANGED.filter((name) => name in row), CHANGED.filter((name) => !(name in row))];
  return {
    UpdateExpression: `SET #version = :version, ${set.map((name) => `${name} = :${name}`).join(", ")}${absent.length > 0 ? ` REMOVE ${absent.join(", ")}` : ""}`,
    values: {
      ":version": row.version,
      ...Object.fromEntries(set.map((name) => [`:${name}`, row[name]])),
    },
  };
};
