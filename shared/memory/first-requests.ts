/** First requests with an idempotency key in memory, with the same conditions as the DynamoDB adapter. */
import { secondsAt } from "../domain/seconds.js";
import type { FirstRequest, FirstRequests } from "../ports/idempotency.js";
import type { Clock } from "../ports/index.js";

export type MemoryFirstRequests = FirstRequests & {
  readonly rows: Map<string, FirstRequest>;
  /** While true, no answer is stored. */
  broken: boolean;
};

export const memoryFirstRequests = (clock: Clock): MemoryFirstRequests => {
  const rows = new Map<string, FirstRequest>();
  const store: MemoryFirstRequests = {
    rows,
    broken: false,
    begin: async (id, request) => {
      const held = rows.get(id);
      if (held !== undefined && held.expiresAtSeconds > secondsAt(clock.now())) return held;
      rows.set(id, request);
      return request;
    },
    answer: async (id, seed, answer) => {
      const held = rows.get(id);
      if (held?.seed === seed && held.answer === undefined && !store.broken)
        rows.set(id, { ...held, answer });
    },
  };
  return store;
};
