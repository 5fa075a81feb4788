/** Checks a request's host, path and method before any route handles it. */
import type { IncomingMessage } from "node:http";

/** The seven methods of CloudFront (AllowedMethods of a cache behaviour). */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]);
/** RFC 6761 section 6.3: names under `localhost` are the loopback, too. */
const LOOPBACK_NAME = /^(?:[a-z\d-]{1,63}\.){0,8}localhost(?::\d{1,5})?$/i;
const LOOPBACK_ADDRESS = /^(?:127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;
/** A `.` or `..` segment, plain or percent-encoded, and backslashes, which some servers treat as slashes. */
const DOT_SEGMENT = /(?:^|\/|%2f)(?:\.|%2e){1,2}(?:\/|%2f|$)|\\|%5c|%00/i;

export type Target = { readonly path: string; readonly query: string };
export type Verdict =
  | {
      readonly kind: "target";
      readonly target: Target;
      /** The host is an address. */
      readonly byAddress: boolean;
    }
  | { readonly kind: "refused"; readonly status: 400 | 405 | 421; readonly detail: string };

const refused = (status: 400 | 405 | 421, detail: string): Verdict => ({ kind: "refused", status, detail });

/**
 * Accepts only loopback host names, to prevent DNS rebinding: a web page that resolves its own name to
 * 127.0.0.1 sends that name. Rejects paths that change when normalised, so that the API sees the path that
 * was routed.
 */
export const judgeTarget = (request: IncomingMessage): Verdict => {
  const { host = "" } = request.headers;
  const byAddress = LOOPBACK_ADDRESS.test(host);
  if (!byAddress && !LOOPBACK_NAME.test(host)) {
    return refused(421, "This server accepts only the hosts localhost, *.localhost, 127.0.0.1 and [::1].");
  }
  if (!METHODS.has(request.method ?? "")) return refused(405, "The method is not supported.");
  const url = request.url ?? "";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!path.startsWith("/") || path.startsWith("//") || DOT_SEGMENT.test(path)) {
    return refused(400, "The path is invalid.");
  }
  return { kind: "target", target: { path, query: mark < 0 ? "" : url.slice(mark) }, byAddress };
};
