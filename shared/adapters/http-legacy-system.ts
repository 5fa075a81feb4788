/**
 * The legacy system over HTTP and JSON, by the contract of docs/legacy-contract.md. Only an explicit
 * match is a match; 401, 403 and 404 refuse; everything else is no answer. What comes back is
 * bounded in time and size, and the address of the system never comes from a request.
 */
import * as z from "zod/mini";
import type { LegacyUser } from "../domain/migration.js";
import type { Deadline, LegacyAnswer, LegacySystem, Secrets } from "../ports.js";
import { boundedText, parsedJson } from "./bounded-text.js";

export type LegacySettings = {
  readonly url: string;
  /** Name of the secret that holds the bearer token. */
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

export const httpLegacySystem = (
  settings: LegacySettings,
  secrets: Secrets,
  deadline: Deadline,
): LegacySystem => {
  const line = { settings, secrets, deadline };
  return {
    verify: (username, password) =>
      ask(line, { path: "verify", body: { username, password }, shape: verified }),
    lookup: (username) => ask(line, { path: "lookup", body: { username }, shape: found }),
  };
};

type Line = { readonly settings: LegacySettings; readonly secrets: Secrets; readonly deadline: Deadline };

type Question = {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  readonly shape: typeof verified | typeof found;
};

const ask = async ({ settings, secrets, deadline }: Line, question: Question): Promise<LegacyAnswer> => {
  try {
    const token = await secrets.value(settings.secret);
    const allowedMs = Math.min(settings.deadlineMs, deadline.remainingMs() - RESERVE_MS);
    if (allowedMs <= 0) return { kind: "unavailable", reason: "no_time_left" };
    const signal = AbortSignal.timeout(allowedMs);
    const response = await fetch(addressOf(settings.url, question.path), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token.reveal()}` },
      body: JSON.stringify(question.body),
      redirect: "error",
      signal,
    });
    return await interpret(response, question.shape);
  } catch (error) {
    return { kind: "unavailable", reason: failureName(error) };
  }
};

// Below the configured address, whatever its path is; what follows a question mark there means nothing.
const addressOf = (base: string, path: string): URL => {
  const address = new URL(base);
  address.pathname = `${address.pathname.replace(/\/*$/, "")}/${path}`;
  address.search = "";
  return address;
};

const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404]);

const interpret = async (response: Response, shape: Question["shape"]): Promise<LegacyAnswer> => {
  if (REFUSALS.has(response.status)) {
    await response.body?.cancel();
    return { kind: "refused" };
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    return { kind: "unavailable", reason: `status_${response.status}` };
  }
  const text = await boundedText(response, MAX_BODY_BYTES);
  if (text === undefined) return { kind: "unavailable", reason: "too_large" };
  const parsed = z.safeParse(shape, parsedJson(text));
  return parsed.success
    ? { kind: "match", user: userFrom(parsed.data.user) }
    : { kind: "unavailable", reason: "not_an_answer" };
};

const userFrom = (raw: z.infer<typeof legacyUser>): LegacyUser => ({
  id: String(raw.id),
  email: raw.email,
  emailVerified: raw.email_verified === true,
  attributes: Object.fromEntries(
    Object.entries(raw).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  ),
});

const failureName = (error: unknown): string => {
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
  return name === "TimeoutError" || name === "AbortError" ? "timeout" : "unreachable";
};
