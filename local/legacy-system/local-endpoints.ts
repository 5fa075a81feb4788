/** Endpoints for developers and tests under `/_local/`. They work while a fault is set. */
import type { IncomingMessage } from "node:http";
import * as z from "zod";
import type { ApiKeys } from "./api-keys.js";
import type { createCallCounts } from "./call-counts.js";
import { type Answer, type createFaultyResponder, FAULT_MODES } from "./faults.js";
import { jsonBody } from "./json-body.js";
import type { LegacyUsers, LegacyUserWithPassword } from "./users.js";

const text = z.union([z.string(), z.number(), z.boolean()]);
const field = z.union([text, z.array(z.union([text, z.record(z.string(), text)]))]);

const user = z
  .object({
    id: z.string().min(1),
    email: z.string().includes("@"),
    email_verified: z.boolean(),
    password: z.string().min(1),
    username: z.string().min(1).optional(),
  })
  .catchall(field);

const place = z.object({ account_id: z.string().min(1), cell_id: z.string().min(1) });
const newKey = place.extend({ content: place.optional() });
const removedUser = z.object({ id: z.string() });
const revokedKey = z.object({ key: z.string() });

const fault = z.object({
  mode: z.enum(FAULT_MODES),
  delayMs: z.number().min(0).max(60_000).optional(),
});

export type LocalDeps = {
  readonly users: LegacyUsers;
  readonly keys: ApiKeys;
  readonly counts: ReturnType<typeof createCallCounts>;
  readonly responder: ReturnType<typeof createFaultyResponder>;
};

/** Handles `METHOD /_local/...`. Returns undefined if the endpoint does not exist. */
export const answerLocal = async (
  deps: LocalDeps,
  endpoint: string,
  request: IncomingMessage,
): Promise<Answer | undefined> => ENDPOINTS.get(endpoint)?.(deps, request);

const MALFORMED: Answer = { status: 400, body: { error: "malformed_request" } };

const addUser = async (users: LegacyUsers, body: unknown): Promise<Answer> => {
  const parsed = user.safeParse(body);
  if (!parsed.success) return MALFORMED;
  const outcome = await users.add(parsed.data satisfies LegacyUserWithPassword);
  return outcome.kind === "added"
    ? { status: 201, body: outcome.user }
    : { status: 409, body: { error: "name_taken" } };
};

const ENDPOINTS = new Map<string, (deps: LocalDeps, request: IncomingMessage) => Promise<Answer>>([
  ["GET /_local/users", async ({ users }) => ({ status: 200, body: { users: users.list() } })],
  ["POST /_local/users", async ({ users }, request) => addUser(users, await jsonBody(request))],
  [
    "DELETE /_local/users",
    async ({ users }, request) => {
      const parsed = removedUser.safeParse(await jsonBody(request));
      return parsed.success && users.remove(parsed.data.id) ? { status: 200, body: {} } : MALFORMED;
    },
  ],
  ["GET /_local/keys", async ({ keys }) => ({ status: 200, body: { keys: keys.list() } })],
  [
    "POST /_local/keys",
    async ({ keys }, request) => {
      const parsed = newKey.safeParse(await jsonBody(request));
      if (!parsed.success) return MALFORMED;
      return { status: 201, body: keys.issue(parsed.data, parsed.data.content) };
    },
  ],
  [
    "DELETE /_local/keys",
    async ({ keys }, request) => {
      const parsed = revokedKey.safeParse(await jsonBody(request));
      return parsed.success && keys.revoke(parsed.data.key) ? { status: 200, body: {} } : MALFORMED;
    },
  ],
  ["GET /_local/calls", async ({ counts }) => ({ status: 200, body: counts.read() })],
  [
    "DELETE /_local/calls",
    async ({ counts }) => {
      counts.clear();
      return { status: 200, body: counts.read() };
    },
  ],
  ["GET /_local/faults", async ({ responder }) => ({ status: 200, body: responder.current() })],
  [
    "POST /_local/faults",
    async ({ responder }, request) => {
      const parsed = fault.safeParse(await jsonBody(request));
      if (!parsed.success) return MALFORMED;
      responder.set(parsed.data);
      return { status: 200, body: responder.current() };
    },
  ],
]);
