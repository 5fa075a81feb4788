/**
 * The endpoints of the legacy contract, `POST /verify`, `POST /lookup` and `POST /key/validate`, with a
 * bearer token.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import * as z from "zod";
import type { ApiKeys } from "./api-keys.js";
import type { createCallCounts, Outcome, Route } from "./call-counts.js";
import type { Answer } from "./faults.js";
import { jsonBody } from "./json-body.js";
import type { LegacyUser, LegacyUsers } from "./users.js";

const credentials = z.object({ username: z.string().min(1), password: z.string() });
const question = z.object({ username: z.string().min(1) });
const presented = z.object({ key: z.string().min(1) });

type Deps = {
  readonly users: LegacyUsers;
  readonly keys: ApiKeys;
  readonly counts: ReturnType<typeof createCallCounts>;
  readonly token: string;
};

/**
 * Handles a contract call. Returns 403 without the token, 400 for a malformed body, 401 `{match: false}` for
 * a wrong password or an unknown name, 404 `{found: false}` for a lookup of an unknown name, and 401 `{valid:
 * false}` for an unknown or revoked key.
 */
export const answerContract = async (deps: Deps, route: Route, request: IncomingMessage): Promise<Answer> => {
  const { outcome, ...answer } = bearerMatches(request, deps.token)
    ? await ANSWERS[route](deps, await jsonBody(request))
    : FORBIDDEN;
  deps.counts.outcome(route, outcome);
  return answer;
};

type Judged = Answer & { readonly outcome: Outcome };

const FORBIDDEN: Judged = { status: 403, body: { error: "forbidden" }, outcome: "forbidden" };
const MALFORMED: Judged = { status: 400, body: { error: "malformed_request" }, outcome: "malformed" };

const accepted = (body: Readonly<Record<string, unknown>>, user: LegacyUser): Judged => ({
  status: 200,
  body: { ...body, user },
  outcome: "accepted",
});

const ANSWERS: Record<Route, (deps: Deps, body: unknown) => Promise<Judged>> = {
  verify: async ({ users, counts }, body) => {
    const asked = credentials.safeParse(body);
    if (!asked.success) return MALFORMED;
    const { username, password } = asked.data;
    countCallAboutUser({ users, counts }, "verify", username);
    const user = await users.verify(username, password);
    return user
      ? accepted({ match: true }, user)
      : { status: 401, body: { match: false }, outcome: "refused" };
  },
  lookup: async ({ users, counts }, body) => {
    const asked = question.safeParse(body);
    if (!asked.success) return MALFORMED;
    countCallAboutUser({ users, counts }, "lookup", asked.data.username);
    const user = users.find(asked.data.username);
    return user
      ? accepted({ found: true }, user)
      : { status: 404, body: { found: false }, outcome: "refused" };
  },
  validate: async ({ keys }, body) => {
    const asked = presented.safeParse(body);
    if (!asked.success) return MALFORMED;
    const found = keys.find(asked.data.key);
    if (!found) return { status: 401, body: { valid: false }, outcome: "refused" };
    const { account_id, cell_id } = found;
    return { status: 200, body: { valid: true, account_id, cell_id }, outcome: "accepted" };
  },
};

const countCallAboutUser = (
  { users, counts }: Pick<Deps, "users" | "counts">,
  route: Exclude<Route, "validate">,
  username: string,
): void => {
  const user = users.find(username);
  if (user) counts.named(route, user.id);
};

// Compared by digest: `timingSafeEqual` needs equal lengths, and the length itself is a hint.
const bearerMatches = (request: IncomingMessage, token: string): boolean => {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ""), digest(`Bearer ${token}`));
};
