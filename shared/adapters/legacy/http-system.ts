/**
 * The legacy system over HTTP and JSON, as documented in docs/legacy-contract.md. Only an explicit match is a
 * match. 401, 403 and 404 are refusals. A match with a malformed user is that user's conflict. Any other response
 * counts as unavailable.
 */
import * as z from "zod/mini";
import { legacyFields } from "../../domain/legacy-mapping/legacy-fields.js";
import type { LegacyUser } from "../../domain/migration.js";
import type { Clock, Deadline, LegacyAnswer, LegacySystem, Secrets } from "../../ports/index.js";
import { parsedJson } from "../http/http-client.js";
import { type LegacyResult, type LegacySettings, legacyClient, textOfResponse } from "./http-requests.js";

const legacyUser = z.looseObject({
  // A number above 2^53 is rounded to a neighbour, which would give two users one identity.
  id: z.union([z.string().check(z.minLength(1)), z.int()]),
  email: z.string(),
  email_verified: z.optional(z.boolean()),
});
const verified = z.looseObject({ match: z.literal(true), user: legacyUser });
const found = z.looseObject({ found: z.literal(true), user: legacyUser });
/** The same answers with a user of any form, or without one. */
const matches = z.looseObject({ match: z.literal(true) });
const exists = z.looseObject({ found: z.literal(true) });

type Deps = { readonly secrets: Secrets; readonly deadline: Deadline; readonly clock: Clock };

export const httpLegacySystem = (settings: LegacySettings, deps: Deps): LegacySystem => {
  const ask = legacyClient(settings, deps);
  return {
    verify: async (username, password, withinMs) =>
      interpret(await ask({ path: "verify", body: { username, password }, withinMs }), verified),
    lookup: async (username, withinMs) =>
      interpret(await ask({ path: "lookup", body: { username }, withinMs }), found),
  };
};

const interpret = (result: LegacyResult, shape: typeof verified | typeof found): LegacyAnswer => {
  const answer = textOfResponse(result);
  if (answer.kind !== "text") return answer;
  const json = parsedJson(answer.text);
  const parsed = z.safeParse(shape, json);
  if (parsed.success) return { kind: "match", user: userFrom(parsed.data.user) };
  // The system is well. Otherwise the record of one user would count as an outage for all.
  return z.safeParse(shape === verified ? matches : exists, json).success
    ? { kind: "unusable", reason: "record_malformed" }
    : { kind: "unavailable", reason: "not_an_answer" };
};

const userFrom = (raw: z.infer<typeof legacyUser>): LegacyUser => ({
  id: String(raw.id),
  email: raw.email,
  emailVerified: raw.email_verified === true,
  fields: legacyFields(raw),
});
