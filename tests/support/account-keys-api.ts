/** The key endpoints of an account on memory ports, called by Ada, who is its Admin. */
import { accountKeys } from "../../handlers/api/account-keys.js";
import type { AccessContext } from "../../shared/domain/access.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { callerFrom } from "../../shared/domain/caller.js";
import { stepUpId } from "../../shared/domain/challenge/one-time-ticket.js";
import { authenticateApiKey } from "../../shared/flows/authorizer/authenticate-api-key.js";
import { type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { apiKeyOf, KEY_ID } from "./api-keys.js";
import { bodyOf } from "./auth-api.js";
import { httpEvent, jsonEvent } from "./http-events.js";
import { asDescribed } from "./openapi.js";
import { accessOf, accountOf, membershipOf, NOW, profileOf, SUB } from "./users.js";

const ROUTE = "/api/accounts/{account_id}/keys";
const _DAY = 24 * 60 * 60;
const seed: MemorySeed = {
  now: NOW,
  profiles: [profileOf()],
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
  memberships: [membershipOf({ role: "Admin" })],
  apiKeys: [apiKeyOf(), apiKeyOf({ keyId: "KeyOfStranger001", systemAccountId: "acc-2" })],
};

export type KeysCall = {
  body?: unknown;
  access?: Partial<AccessContext>;
  account?: string;
  keyId?: string;
  query?: object;
  headers?: Readonly<Record<string, string>>;
};

export const keysApi = (change: MemorySeed = {}) => {
  const ports = memoryPorts({ ...seed, ...change });
  let requests = 0;
  const stepUp = async (systemAccountId = "acc-1") => {
    requests += 1;
    const id = stepUpId({ sub: SUB, sessionId: "session-1", purpose: "api-keys", systemAccountId });
    const expiresAtSeconds = ports.clock.now().getTime() / 1000 + 300;
    const about = { subject: userSubject("usr_ada"), key: `proof-${requests}`, at: ports.clock.now() };
    await ports.tickets.issue(
      { id, kind: "step-up", sub: SUB, expiresAtSeconds },
      auditEvent("stepup.completed", about),
    );
  };
  const call = async (
    method: string,
    path: string,
    { body, access, account, keyId, query, headers = {} }: KeysCall = {},
  ) => {
    requests += 1;
    const more = {
      access: accessOf({ role: "Admin", ...access }),
      pathParameters: { account_id: account ?? "acc-1", ...(keyId !== undefined && { key_id: keyId }) },
      requestId: `request-${requests}`,
      query: { ...query },
      headers: { "content-type": "application/json", ...headers },
    };
    const route = `${method} ${ROUTE}${path}`;
    const event = body === undefined ? httpEvent(route, more) : jsonEvent(route, body, more);
    const answer = await asDescribed(accountKeys(ports))(event);
    return { status: answer.statusCode, body: bodyOf(answer) };
  };
  return {
    ports,
    stepUp,
    call,
    issue: async (body: object) => {
      await stepUp();
      return call("POST", "", { body });
    },
    rotate: async (body: object, keyId = KEY_ID) => {
      await stepUp();
      return call("POST", "/{key_id}/rotate", { body, keyId });
    },
    revoke: (keyId = KEY_ID, more: KeysCall = {}) => call("DELETE", "/{key_id}", { keyId, ...more }),
    list: (query: object = {}, more: KeysCall = {}) => call("GET", "", { query, ...more }),
    authenticate: (text: unknown) =>
      authenticateApiKey(ports, String(text), async () =>
        callerFrom({ requestId: "r", sourceIp: "203.0.113.9" }),
      ),
  };
};
