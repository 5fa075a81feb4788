/**
 * Ended sessions in the guard table. DynamoDB deletes expired rows days late, so readers compare the time.
 */
import { noteEnd } from "../../../domain/session-end.js";
import type { EndedSessions } from "../../../ports/access.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { type GuardStore, secondsOf, writes } from "../guard-store.js";

export const endedSessionKey = (sessionId: string) => ({ pk: `ENDED#SESSION#${sessionId}` });
export const endedUserKey = (sub: string) => ({ pk: `ENDED#PERSON#${sub}` });

export const dynamoEndedSessions = (store: GuardStore): EndedSessions => ({
  end: async (sessionId) => {
    const now = secondsOf(store.clock);
    await orUnavailable(() =>
      writes(store, {
        Key: endedSessionKey(sessionId),
        UpdateExpression: "SET expires_at = :until",
        // A repeated call does not extend the note.
        ConditionExpression: "attribute_not_exists(pk) OR expires_at <= :now",
        ExpressionAttributeValues: { ":until": noteEnd(now), ":now": now },
      }),
    );
  },
  endAllOf: async (sub) => {
    const now = secondsOf(store.clock);
    await orUnavailable(() =>
      writes(store, {
        Key: endedUserKey(sub),
        UpdateExpression: "SET #before = :now, expires_at = :until",
        // A later end covers an earlier one. A concurrent earlier call must not overwrite it.
        ConditionExpression: "attribute_not_exists(pk) OR #before < :now",
        ExpressionAttributeNames: { "#before": "before" },
        ExpressionAttributeValues: { ":now": now, ":until": noteEnd(now) },
      }),
    );
  },
});
