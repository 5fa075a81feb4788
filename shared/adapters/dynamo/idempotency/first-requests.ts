/** First requests with an idempotency key, one row of the guard table each. */
import { AuthError } from "../../../domain/errors.js";
import type { FirstRequest, FirstRequests } from "../../../ports/idempotency.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import { type GuardStore, quietly, secondsOf, writes } from "../guard-store.js";
import type { Row } from "../rows.js";

const firstRequestRowKey = (id: string) => ({ pk: `REPEAT#${id}` });

export const dynamoFirstRequests = (store: GuardStore): FirstRequests => ({
  begin: (id, request) =>
    orUnavailable(async () => {
      if (await writes(store, recording(id, request, secondsOf(store.clock)))) return request;
      const row = await store.documents.get(store.guardTable, firstRequestRowKey(id));
      // The row ended between the two calls.
      if (row === undefined) throw new AuthError("temporarily_unavailable");
      return firstRequestFrom(row);
    }),
  answer: (id, seed, answer) =>
    quietly(store, () =>
      writes(store, {
        Key: firstRequestRowKey(id),
        UpdateExpression: "SET answer = :answer",
        ConditionExpression: "seed = :seed AND attribute_not_exists(answer)",
        ExpressionAttributeValues: { ":answer": answer, ":seed": seed },
      }),
    ),
});

const recording = (
  id: string,
  { fingerprint, seed, beganAtSeconds, expiresAtSeconds }: FirstRequest,
  now: number,
) => ({
  Key: firstRequestRowKey(id),
  UpdateExpression:
    "SET fingerprint = :fingerprint, seed = :seed, began_at = :began, expires_at = :end REMOVE answer",
  ConditionExpression: "attribute_not_exists(pk) OR expires_at <= :now",
  ExpressionAttributeValues: {
    ":fingerprint": fingerprint,
    ":seed": seed,
    ":began": beganAtSeconds,
    ":end": expiresAtSeconds,
    ":now": now,
  },
});

const firstRequestFrom = (row: Row): FirstRequest => {
  const columns = new Columns("guard", row);
  return {
    fingerprint: columns.text("fingerprint"),
    seed: columns.text("seed"),
    beganAtSeconds: columns.number("began_at"),
    expiresAtSeconds: columns.number("expires_at"),
    answer: columns.optionalText("answer"),
  };
};
