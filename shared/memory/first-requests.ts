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
      const now = secondsAt(clock.now());
      const first = rows.get(id);
      if (first === undefined || first.expiresAtSeconds <= now) {
        rows.set(id, request);
        return { ...request, held: true };
      }
      const isFree = first.answer === undefined && first.heldUntilSeconds <= now;
      if (!isFree || first.fingerprint !== request.fingerprint) return { ...first, held: false };
      const again = { ...first, heldUntilSeconds: request.heldUntilSeconds };
      rows.set(id, again);
      return { ...again, held: true };
    },
    release: async (id, { seed, heldUntilSeconds }) => {
      const first = rows.get(id);
      if (first?.seed === seed && first.heldUntilSeconds === heldUntilSeconds && first.answer === undefined)
        rows.set(id, { ...first, heldUntilSeconds: 0 });
    },
    answer: async (id, seed, answer) => {
      const held = rows.get(id);
      if (held?.seed === seed && held.answer === undefined && !store.broken)
        rows.set(id, { ...held, answer });
    },
  };
  return store;
};
