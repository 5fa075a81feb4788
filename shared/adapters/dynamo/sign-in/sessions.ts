/**
 * Sessions in the guard table. DynamoDB deletes expired rows days late, so reads compare the time. A live session is in
 * the index of its user, an ended one is not.
 */
import type { ReplacedToken, SessionSummary, StoredSession } from "../../../domain/session.js";
import { endOfAllAt, isSessionEnded, sessionEndExpiry, userEndExpiry } from "../../../domain/session-end.js";
import type { Sessions } from "../../../ports/sessions.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { endedSessionRowKey, endedUserRowKey, userEndFrom } from "../authorizer/ended-sessions.js";
import { Columns } from "../columns.js";
import { readAll } from "../documents.js";
import { type GuardStore, secondsOf, writes } from "../guard-store.js";
import type { Row } from "../rows.js";
import { sessionRowKey } from "./browser-session-rows.js";

const INDEX = "sessions";
const LISTED = 100;

export const dynamoSessions = (store: GuardStore): Sessions => ({
  create: (session) =>
    orUnavailable(async () => {
      const { sub, device, startedAtSeconds, userId } = session;
      const created = await writes(store, {
        Key: sessionRowKey(session.sessionId),
        UpdateExpression: `${STATE}, user_id = :user, #sub = :sub, device = :device, expires_at = :until, session_of = :user, started_at = :started`,
        ConditionExpression: "attribute_not_exists(pk)",
        ExpressionAttributeNames: { ...NAMES, "#sub": "sub" },
        ExpressionAttributeValues: {
          ...stateOf(session),
          ":user": userId,
          ":sub": sub,
          ":device": device,
          ":started": startedAtSeconds,
          ":until": session.validUntilSeconds,
        },
      });
      return created ? "created" : "exists";
    }),
  find: ({ sessionId, userId }) =>
    orUnavailable(async () => {
      const [key, endKey] = [sessionRowKey(sessionId), endedUserRowKey(userId)];
      const { [store.guardTable]: rows = [] } = await readAll(store.documents, {
        [store.guardTable]: [key, endKey],
      });
      const row = rows.find(({ pk }) => pk === key.pk);
      if (row === undefined) return undefined;
      const session = sessionFrom(row);
      if (session.userId !== userId) return undefined;
      const now = secondsOf(store.clock);
      const ends = { user: userEndFrom(rows.find(({ pk }) => pk === endKey.pk)) };
      const ended =
        row.ended_at !== undefined ||
        session.validUntilSeconds <= now ||
        isSessionEnded(ends, session.startedAtSeconds, now);
      return { ...session, ended };
    }),
  refresh: (next) =>
    orUnavailable(async () => {
      const stored = await writes(store, {
        Key: sessionRowKey(next.sessionId),
        UpdateExpression: STATE,
        ConditionExpression: "#version = :before AND attribute_not_exists(ended_at)",
        ExpressionAttributeNames: NAMES,
        ExpressionAttributeValues: { ...stateOf(next), ":before": next.version - 1 },
      });
      return stored ? "stored" : "lost";
    }),
  end: (sessionId) =>
    orUnavailable(async () => {
      const now = secondsOf(store.clock);
      await Promise.all([
        writes(store, {
          Key: sessionRowKey(sessionId),
          UpdateExpression: "SET ended_at = :now REMOVE session_of, replaced, sealed_token",
          ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(ended_at)",
          ExpressionAttributeValues: { ":now": now },
        }),
        writes(store, {
          Key: endedSessionRowKey(sessionId),
          UpdateExpression: "SET expires_at = :until",
          // A repeated call does not extend the note.
          ConditionExpression: "attribute_not_exists(pk) OR expires_at <= :now",
          ExpressionAttributeValues: { ":until": sessionEndExpiry(now), ":now": now },
        }),
      ]);
    }),
  endAllOf: (userId, { spareThisSecond = false } = {}) =>
    orUnavailable(async () => {
      const now = secondsOf(store.clock);
      await writes(store, {
        Key: endedUserRowKey(userId),
        UpdateExpression: "SET #before = :before, expires_at = :until",
        // A later end covers an earlier one. A concurrent earlier call must not overwrite it.
        ConditionExpression: "attribute_not_exists(pk) OR #before < :before",
        ExpressionAttributeNames: { "#before": "before" },
        ExpressionAttributeValues: {
          ":before": endOfAllAt(now, spareThisSecond),
          ":until": userEndExpiry(now),
        },
      });
    }),
  list: (userId) =>
    orUnavailable(async () => {
      const [note, { rows }] = await Promise.all([
        store.documents.get(store.guardTable, endedUserRowKey(userId)),
        store.documents.query({
          TableName: store.guardTable,
          IndexName: INDEX,
          KeyConditionExpression: "session_of = :user",
          ExpressionAttributeValues: { ":user": userId },
          ScanIndexForward: false,
          Limit: LISTED,
        }),
      ]);
      const now = secondsOf(store.clock);
      const ends = { user: userEndFrom(note) };
      return rows
        .map(summaryFrom)
        .filter(
          ({ startedAtSeconds, validUntilSeconds }) =>
            validUntilSeconds > now && !isSessionEnded(ends, startedAtSeconds, now),
        );
    }),
});

// What a refresh changes. The index does not hold these columns, so a refresh does not write to it.
const STATE = "SET #version = :version, token_hash = :hash, replaced = :replaced";
const NAMES = { "#version": "version" };
const stateOf = ({ version, tokenHash, replaced }: StoredSession) => ({
  ":version": version,
  ":hash": tokenHash,
  ":replaced": replaced.map(({ hash, untilSeconds, successor }) => ({
    hash,
    until: untilSeconds,
    successor,
  })),
});

const sessionFrom = (row: Row): StoredSession => {
  const columns = new Columns("guard", row);
  return {
    ...summaryFrom(row),
    userId: columns.text("user_id"),
    version: columns.number("version"),
    tokenHash: columns.text("token_hash"),
    replaced: columns.entries("replaced").map(replacedFrom),
  };
};

const summaryFrom = (row: Row): SessionSummary => {
  const columns = new Columns("guard", row);
  return {
    sessionId: columns.text("pk").slice(sessionRowKey("").pk.length),
    sub: columns.text("sub"),
    device: columns.text("device"),
    startedAtSeconds: columns.number("started_at"),
    validUntilSeconds: columns.number("expires_at"),
  };
};

const replacedFrom = (entry: Columns): ReplacedToken => ({
  hash: entry.text("hash"),
  untilSeconds: entry.number("until"),
  successor: entry.text("successor"),
});
