/** Sign-ins that wait for another step, one row of the guard table each. */
import { isChallengeKind } from "../../../domain/pool-challenge.js";
import { isRecord } from "../../../domain/record.js";
import type { PendingStep, PendingSteps } from "../../../ports/challenges.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { isKeeping } from "../challenge/one-time-tickets.js";
import { Columns } from "../columns.js";
import { type GuardStore, secondsOf } from "../guard-store.js";

const stepRowKey = (id: string) => ({ pk: `STEP#${id}` });

export const dynamoPendingSteps = (
  store: Pick<GuardStore, "documents" | "guardTable" | "clock">,
): PendingSteps => ({
  keep: (id, pending) =>
    orUnavailable(() =>
      store.documents.put(store.guardTable, {
        ...stepRowKey(id),
        pending: JSON.stringify(pending),
        expires_at: pending.expiresAtSeconds,
      }),
    ),
  take: (id) =>
    orUnavailable(async () => {
      const row = await store.documents.take(store.guardTable, stepRowKey(id));
      if (row === undefined) return undefined;
      const columns = new Columns("guard", row);
      return columns.number("expires_at") > secondsOf(store.clock)
        ? columns.json("pending", isPendingStep)
        : undefined;
    }),
});

const isPendingStep = (value: unknown): value is PendingStep =>
  isRecord(value) &&
  isRecord(value.challenge) &&
  ["session", "username"].every(
    (name) => typeof (value.challenge as Record<string, unknown>)[name] === "string",
  ) &&
  isChallengeKind(value.challenge.kind) &&
  isKeeping(value.keeping) &&
  typeof value.pseudonym === "string" &&
  ["wrongAnswers", "expiresAtSeconds"].every((name) => typeof value[name] === "number");
