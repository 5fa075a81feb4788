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
      const now = secondsOf(store.clock);
      if (await writes(store, recording(id, request, now))) return { ...request, held: true };
      const row = await store.documents.get(store.guardTable, firstRequestRowKey(id));
      // The row ended between the two calls.
      if (row === undefined) throw new AuthError("temporarily_unavailable");
      const first = firstRequestFrom(row);
      const isFree = first.answer === undefined && first.heldUntilSeconds <= now;
      if (!isFree || first.fingerprint !== request.fingerprint) return { ...first, held: false };
      const { heldUntilSeconds } = request;
      const held = await writes(store, holding(id, first, heldUntilSeconds));
      return { ...first, ...(held && { heldUntilSeconds }), held };
    }),
  release: (id, held) => quietly(store, () => writes(store, holding(id, held, 0))),
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

/** Replaces the hold that the caller knows. */
const holding = (
  id: string,
  { seed, heldUntilSeconds }: Pick<FirstRequest, "seed" | "heldUntilSeconds">,
  until: number,
) => ({
  Key: firstRequestRowKey(id),
  UpdateExpression: "SET held_until = :until",
  ConditionExpression: "seed = :seed AND held_until = :before AND attribute_not_exists(answer)",
  ExpressionAttributeValues: { ":until": until, ":seed": seed, ":before": heldUntilSeconds },
});

const recording = (
  id: string,
  { fingerprint, seed, beganAtSeconds, expiresAtSeconds, heldUntilSeconds }: FirstRequest,
  now: number,
) => ({
  Key: firstRequestRowKey(id),
  UpdateExpression:
    "SET fingerprint = :fingerprint, seed = :seed, began_at = :began, expires_at = :end, held_until = :held REMOVE answer",
  ConditionExpression: "attribute_not_exists(pk) OR expires_at <= :now",
  ExpressionAttributeValues: {
    ":fingerprint": fingerprint,
    ":seed": seed,
    ":began": beganAtSeconds,
    ":end": expiresAtSeconds,
    ":held": heldUntilSeconds,
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
    heldUntilSeconds: columns.number("held_until"),
    answer: columns.optionalText("answer"),
  };
};
