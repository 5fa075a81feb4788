/**
 * The legacy system over HTTP and JSON, by the contract of docs/legacy-contract.md. Only an explicit
 * match is a match; 401, 403 and 404 refuse; everything else is no answer. What comes back is
 * bounded in time and size, and the address of the system never comes from a request.
 */
import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { legacyFields } from "../domain/legacy-mapping/legacy-fields.js";
import type { LegacyUser } from "../domain/migration.js";
import type { Clock, Deadline, LegacyAnswer, LegacySystem, Secrets } from "../ports.js";
import { parsedJson } from "./bounded-text.js";
import { type Exchange, type ExchangeAnswer, httpsExchange } from "./https-exchange.js";
import { type LegacyCredentials, legacyCredentials, signature } from "./legacy-credentials.js";

export type LegacySettings = {
  readonly url: string;
  /** Name of the secret with what the product proves itself by. */
  readonly secret: string;
  /** For the whole exchange, if the work under way leaves as much. */
  readonly deadlineMs: number;
};

/** What has to be left when the answer is there, to write down what follows from it. */
const RESERVE_MS = 700;
const MAX_BODY_BYTES = 64 * 1024;

const legacyUser = z.looseObject({
  // A number beyond 2^53 reads as its neighbour: two people would get one identity.
  id: z.union([z.string().check(z.minLength(1)), z.int()]),
  email: z.string(),
  email_verified: z.optional(z.boolean()),
});
const verified = z.looseObject({ match: z.literal(true), user: legacyUser });
const found = z.looseObject({ found: z.literal(true), user: legacyUser });

type Deps = { readonly secrets: Secrets; readonly deadline: Deadline; readonly clock: Clock };

export const httpLegacySystem = (settings: LegacySettings, deps: Deps): LegacySystem => {
  const line = { settings, deps, connection: connections(settings, deps.secrets) };
  return {
    verify: (username, password) =>
      ask(line, { path: "verify", body: { username, password }, shape: verified }),
    lookup: (username) => ask(line, { path: "lookup", body: { username }, shape: found }),
  };
};

type Connection = { readonly credentials: LegacyCredentials; readonly exchange: Exchange };

/** Connections belong to the secret with which they were made: another one makes new ones. */
const connections = ({ secret }: LegacySettings, secrets: Secrets): (() => Promise<Connection>) => {
  let known: { text: string; connection: Connection } | undefined;
  return async () => {
    const value = await secrets.value(secret);
    if (known?.text === value.reveal()) return known.connection;
    const credentials = legacyCredentials(value);
    const connection = { credentials, exchange: httpsExchange(credentials.tls) };
    known = { text: value.reveal(), connection };
    return connection;
  };
};

type Line = {
  readonly settings: LegacySettings;
  readonly deps: Deps;
  readonly connection: () => Promise<Connection>;
};

type Question = {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  readonly shape: typeof verified | typeof found;
};

const ask = async (line: Line, question: Question): Promise<LegacyAnswer> => {
  let signal: AbortSignal | undefined;
  try {
    const { credentials, exchange } = await line.connection();
    const { settings, deps } = line;
    const allowedMs = Math.min(settings.deadlineMs, deps.deadline.remainingMs() - RESERVE_MS);
    if (allowedMs <= 0) return { kind: "unavailable", reason: "no_time_left" };
    signal = AbortSignal.timeout(allowedMs);
    const address = addressOf(settings.url, question.path);
    const body = JSON.stringify(question.body);
    const headers = headersOf(credentials, { path: address.pathname, body, at: deps.clock.now() });
    const answer = await exchange({ address, headers, body, maxBytes: MAX_BODY_BYTES, signal });
    return interpret(answer, question.shape);
  } catch {
    return { kind: "unavailable", reason: signal?.aborted ? "timeout" : "unreachable" };
  }
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

// Below the configured address, whatever its path is; what follows a question mark there means nothing.
const addressOf = (base: string, path: string): URL => {
  const address = new URL(base);
  address.pathname = `${address.pathname.replace(/\/*$/, "")}/${path}`;
  address.search = "";
  return address;
};

const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404]);

const interpret = (answer: ExchangeAnswer, shape: Question["shape"]): LegacyAnswer => {
  if (REFUSALS.has(answer.status)) return { kind: "refused" };
  if (answer.status !== 200) return { kind: "unavailable", reason: `status_${answer.status}` };
  if (answer.kind === "too_large") return { kind: "unavailable", reason: "too_large" };
  const parsed = z.safeParse(shape, answer.kind === "answer" ? parsedJson(answer.body) : undefined);
  return parsed.success
    ? { kind: "match", user: userFrom(parsed.data.user) }
    : { kind: "unavailable", reason: "not_an_answer" };
};

const userFrom = (raw: z.infer<typeof legacyUser>): LegacyUser => ({
  id: String(raw.id),
  email: raw.email,
  emailVerified: raw.email_verified === true,
  fields: legacyFields(raw),
});
