/** Requests with limits of time and bytes, so that a stack that misbehaves ends the story instead of stopping it. */
import { responseBody } from "local-aws/bounded-body";

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;
const BODYLESS = [204, 205, 304];

/**
 * The response with its complete body. Rejects with a `TimeoutError` if it has not arrived within `timeoutMs`, and with an
 * Error if its body has more than 1 MiB.
 */
export const timedFetch = async (
  url: string,
  options: RequestInit = {},
  timeoutMs = TIMEOUT_MS,
): Promise<Response> => {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });
  const body = await responseBody((response.body ?? []) as AsyncIterable<Uint8Array>, MAX_BYTES);
  if (body === undefined) throw new Error(`The response has more than ${MAX_BYTES} bytes.`);
  const { status, statusText, headers } = response;
  return new Response(BODYLESS.includes(status) ? null : body, { status, statusText, headers });
};

/** The same limit of time for each attempt of an AWS SDK client. */
export const TIMED_HANDLER = { requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true } as const;
