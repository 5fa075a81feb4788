/** Records each call of a function for one invocation. Injected faults cause several calls or none. */
import type { Invoke } from "./invoke.js";

export interface Attempt {
  readonly durationMs: number;
  readonly outcome: "answered" | "function error" | "refused" | "not reached";
}

export function countedInvoke(invoke: Invoke): { readonly invoke: Invoke; readonly attempts: Attempt[] } {
  const attempts: Attempt[] = [];
  return {
    attempts,
    invoke: async (...call) => {
      const started = performance.now();
      const ended = (outcome: Attempt["outcome"]) =>
        attempts.push({ durationMs: Math.round((performance.now() - started) * 10) / 10, outcome });
      try {
        const answer = await invoke(...call);
        if (answer.functionError !== undefined) ended("function error");
        else ended(answer.statusCode === 200 ? "answered" : "refused");
        return answer;
      } catch (error) {
        ended("not reached");
        throw error;
      }
    },
  };
}
