/** What a request may look like before anything answers it: the name it is for, the path, the method. */
import type { IncomingMessage } from "node:http";

/** CloudFront's seven methods (AllowedMethods of a cache behaviour). */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]);
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i;
/** `.` and `..` as a segment, plain or percent-encoded; backslashes, which some servers read as slashes. */
const DOT_SEGMENT = /(?:^|\/|%2f)(?:\.|%2e){1,2}(?:\/|%2f|$)|\\|%5c|%00/i;

export type Target = { readonly path: string; readonly query: string };
export type Verdict =
  | { readonly kind: "target"; readonly target: Target }
  | { readonly kind: "refused"; readonly status: 400 | 405 | 421; readonly detail: string };

const refused = (status: 400 | 405 | 421, detail: string): Verdict => ({ kind: "refused", status, detail });

/**
 * Only requests by a loopback name pass: a web page that points its own name at 127.0.0.1 sends
 * that name. Paths that mean another path once normalised are refused, so that what was routed
 * here is what the API sees.
 */
export const judgeTarget = (request: IncomingMessage): Verdict => {
  if (!LOOPBACK_HOST.test(request.headers.host ?? "")) {
    return refused(421, "This server answers to 127.0.0.1 and localhost only.");
  }
  if (!METHODS.has(request.method ?? "")) return refused(405, "The method is not supported.");
  const url = request.url ?? "";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!path.startsWith("/") || path.startsWith("//") || DOT_SEGMENT.test(path)) {
    return refused(400, "The path is not acceptable.");
  }
  return { kind: "target", target: { path, query: mark < 0 ? "" : url.slice(mark) } };
};
