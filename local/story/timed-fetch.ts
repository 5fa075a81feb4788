/** Requests with a time limit, so that a stack that does not respond ends the story instead of stopping it. */
const TIMEOUT_MS = 15_000;

/** Rejects with a `TimeoutError` if the response and its body have not arrived within `timeoutMs`. */
export const timedFetch = (
  url: string,
  options: RequestInit = {},
  timeoutMs = TIMEOUT_MS,
): Promise<Response> => fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });

/** The same limit for each attempt of an AWS SDK client. */
export const TIMED_HANDLER = { requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true } as const;
