/**
 * Asynchronous invocation: accepted at once, run later, retried if the function fails.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import { type Answer, type HostedFunction, runFunction } from "./function-host.js";

export type FailedEvent = { readonly functionName: string; readonly event: unknown; readonly error: unknown };

export type AsyncInvocations = {
  accept(hosted: HostedFunction, qualifier: string, payload: string): void;
  /** Drops the pending retries. */
  close(): void;
};

/**
 * @param retryDelaysMs before the second and the third attempt; Lambda waits one and two minutes
 * @param onExhausted receives an event whose last attempt failed, instead of an on-failure destination
 */
export const asyncInvocations = (
  retryDelaysMs: readonly number[],
  onExhausted: (event: FailedEvent) => void,
): AsyncInvocations => {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  const attempt = async (
    run: () => Promise<Answer>,
    hosted: HostedFunction,
    payload: string,
    tries: number,
  ) => {
    const answer = await run();
    if (!answer.failed || closed) return;
    if (tries >= hosted.configuration.maximumRetryAttempts) {
      const error: unknown = JSON.parse(answer.payload);
      onExhausted({ functionName: hosted.configuration.name, event: JSON.parse(payload), error });
      return;
    }
    const delayMs = retryDelaysMs[Math.min(tries, retryDelaysMs.length - 1)] ?? 0;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(run, hosted, payload, tries + 1);
    }, delayMs);
    timers.add(timer);
  };

  return {
    accept: (hosted, qualifier, payload) => {
      void attempt(() => runFunction(hosted, payload, { qualifier }), hosted, payload, 0);
    },
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
