/**
 * Fetches from an address that came from a setting or from the network. The whole exchange is limited in time,
 * and the body in bytes after decompression.
 */
import { responseBody } from "./bounded-body/index.js";
import { LocalAwsError } from "./local-aws-error.js";

export interface FetchLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export class TooLarge extends LocalAwsError {
  constructor(maxBytes: number) {
    super(`The response has more than ${maxBytes} bytes.`);
  }
}

const BODYLESS = new Set([204, 205, 304]);

/**
 * Returns the response with its complete body.
 * @throws TooLarge. Rejects as `fetch` does for an unreachable address or a
 *   time-out.
 */
export const boundedFetch = async (
  url: string | URL,
  { timeoutMs, maxBytes }: FetchLimits,
  options: RequestInit = {},
): Promise<Response> => {
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const response = await fetch(url, { ...options, signal });
  const body = await responseBody((response.body ?? []) as AsyncIterable<Uint8Array>, maxBytes);
  if (body === undefined) throw new TooLarge(maxBytes);
  const { status, statusText, headers } = response;
  return new Response(BODYLESS.has(status) ? null : body, { status, statusText, headers });
};
