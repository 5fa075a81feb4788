/**
 * Requests to the legacy system: signed JSON POSTs to paths below the configured address, which never comes
 * from a request. Responses are bounded in time and size.
 */
import { randomUUID } from "node:crypto";
import type { Clock, Deadline, Secrets } from "../../ports/index.js";
import { type HttpClient, type HttpResponse, httpClient } from "../http/http-client.js";
import { type LegacyCredentials, legacyCredentials, signature } from "./credentials.js";

export type LegacySettings = {
  readonly url: string;
  /** The name of the secret with the product's credentials. */
  readonly secret: string;
  /** Timeout of the whole exchange, shortened if the invocation's deadline is earlier. */
  readonly deadlineMs: number;
};

export type LegacyRequest = {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  /** A limit of this request, in addition to the deadline. */
  readonly withinMs?: number | undefined;
};

/** The system's response, or the reason why there is none. */
export type LegacyResult =
  | { readonly kind: "responded"; readonly response: HttpResponse }
  | { readonly kind: "unavailable"; readonly reason: string };

/** Never rejects. */
export type LegacyClient = (request: LegacyRequest) => Promise<LegacyResult>;

/** Time that must remain after the response to store its result. */
const RESERVE_MS = 700;
const MAX_BODY_BYTES = 64 * 1024;

type Deps = { readonly secrets: Secrets; readonly deadline: Deadline; readonly clock: Clock };

export const legacyClient = (settings: LegacySettings, deps: Deps): LegacyClient => {
  const connection = connections(settings, deps.secrets);
  return async ({ path, body: fields, withinMs = Number.POSITIVE_INFINITY }) => {
    const ends = deps.clock.now().getTime() + withinMs;
    let cut = false;
    try {
      const { credentials, client } = await connection();
      const usualMs = Math.min(settings.deadlineMs, deps.deadline.remainingMs() - RESERVE_MS);
      const allowedMs = Math.min(usualMs, ends - deps.clock.now().getTime());
      cut = allowedMs < usualMs;
      if (cut && allowedMs <= 0) return { kind: "unavailable", reason: "floor_reached" };
      if (allowedMs <= 0) return { kind: "unavailable", reason: "no_time_left" };
      const address = addressOf(settings.url, path);
      const body = JSON.stringify(fields);
      const headers = headersOf(credentials, { path: address.pathname, body, at: deps.clock.now() });
      const response = await client({
        ...{ method: "POST", address, headers, body, maxBytes: MAX_BODY_BYTES },
        ...{ timeoutMs: allowedMs, signal: deps.deadline.signal() },
      });
      return { kind: "responded", response };
    } catch (error) {
      if (!isLate(error)) return { kind: "unavailable", reason: "unreachable" };
      return { kind: "unavailable", reason: cut ? "floor_reached" : "timeout" };
    }
  };
};

const isLate = (error: unknown): boolean =>
  error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");

type Connection = { readonly credentials: LegacyCredentials; readonly client: HttpClient };

/** Connections belong to the secret that created them. A rotated secret creates new connections. */
const connections = ({ secret }: LegacySettings, secrets: Secrets): (() => Promise<Connection>) => {
  let known: { text: string; connection: Connection } | undefined;
  return async () => {
    const value = await secrets.value(secret);
    if (known?.text === value.reveal()) return known.connection;
    const credentials = legacyCredentials(value);
    const connection = { credentials, client: httpClient(credentials.tls) };
    known = { text: value.reveal(), connection };
    return connection;
  };
};

const headersOf = (
  { token, signingKeys }: LegacyCredentials,
  request: { path: string; body: string; at: Date },
): Record<string, string> => ({
  "content-type": "application/json",
  authorization: `Bearer ${token}`,
  ...(signingKeys.length > 0 && {
    "x-signature": signature(signingKeys, { ...request, method: "POST", nonce: randomUUID() }),
  }),
});

// Keeps the path of the configured address and drops its query string.
const addressOf = (base: string, path: string): URL => {
  const address = new URL(base);
  address.pathname = `${address.pathname.replace(/\/*$/, "")}/${path}`;
  address.search = "";
  return address;
};

const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404]);

/** Returns the text of a 200. 401, 403 and 404 are refusals. Any other response counts as unavailable. */
export const textOfResponse = (
  result: LegacyResult,
):
  | { readonly kind: "text"; readonly text: string | undefined }
  | { readonly kind: "refused" }
  | { readonly kind: "unavailable"; readonly reason: string } => {
  if (result.kind === "unavailable") return result;
  const { response } = result;
  if (REFUSALS.has(response.status)) return { kind: "refused" };
  if (response.status !== 200) return { kind: "unavailable", reason: `status_${response.status}` };
  if (response.kind === "too_large") return { kind: "unavailable", reason: "too_large" };
  return { kind: "text", text: response.kind === "response" ? response.body : undefined };
};
