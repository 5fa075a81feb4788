import { describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { apiKeyOf, KEY_ID, KEY_TEXT } from "../support/api-keys.js";
import { leaksOf, saidBy } from "../support/canary.js";
import { authorizerEvent } from "../support/http-events.js";
import { rejectionOf } from "../support/public-words.js";
import { accountOf, membershipOf, profileOf } from "../support/users.js";

const LEGACY = "account=acc-1;cell=cell-7";
const seed: MemorySeed = {
  profiles: [profileOf()],
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
  memberships: [membershipOf({ role: "Admin" })],
  apiKeys: [apiKeyOf()],
  legacyApiKeys: [{ text: LEGACY, claim: { accountId: "acc-1", cellId: "cell-7" } }],
};
const ask = (change: Parameters<typeof authorizerEvent>[0], world: MemorySeed = {}) => {
  const ports = memoryPorts({ ...seed, ...world });
  return { ports, answer: authorizer(ports)(authorizerEvent(change)) };
};
const wordsOf = async (answer: Promise<unknown>) => (await rejectionOf(answer)).message;
const context = {
  user_id: "",
  username: "",
  email: "",
  system_account_id: "acc-1",
  visible_account_id: "A-1001",
  cell_id: "cell-7",
  role: "Viewer",
  scopes: "account/read",
  credential: "api_key",
  sub: "",
  session_id: "",
  key_id: KEY_ID,
};

describe("a request with an API key", () => {
  it.each([
    ["x-api-key", { "x-api-key": KEY_TEXT }],
    ["X-Api-Key", { "X-Api-Key": KEY_TEXT }],
    ["authorization without Bearer", { authorization: KEY_TEXT }],
    ["x-api-key, with its own account", { "x-api-key": KEY_TEXT, "x-account-id": "acc-1" }],
  ])("in %s passes for the key's account, without a user", async (_, headers) => {
    const { answer, ports } = ask({ headers });
    expect(await answer).toEqual({ isAuthorized: true, context });
    expect(ports.metrics.counted).toEqual(["auth_lambda_success"]);
  });

  it("passes for the account in the path, if it is the key's", async () => {
    const headers = { "x-api-key": KEY_TEXT };
    expect(await ask({ headers, pathParameters: { account_id: "acc-1" } }).answer).toMatchObject({
      isAuthorized: true,
    });
  });

  it.each([
    ["another account in the path", {}, { account_id: "acc-2" }, "not_a_member"],
    ["no such account", {}, { account_id: "none" }, "not_a_member"],
    ["an id that is too long", {}, { account_id: "a".repeat(3_000) }, "not_a_member"],
    ["another account in the header", { "x-account-id": "acc-2" }, {}, "not_a_member"],
    ["two accounts", { "x-account-id": "acc-2" }, { account_id: "acc-1" }, "account_contradiction"],
  ] as [string, Record<string, string>, Record<string, string>, string][])(
    "for %s is denied alike, and that is recorded",
    async (_, headers, pathParameters, reason) => {
      const { answer, ports } = ask({ headers: { "x-api-key": KEY_TEXT, ...headers }, pathParameters });
      expect(await answer).toEqual({ isAuthorized: false });
      expect(ports.audit.events).toMatchObject([
        { type: "access.denied", subject: `key:${KEY_ID}`, details: { reason, keyId: KEY_ID } },
      ]);
    },
  );

  it("that is invalid gets the same 401 for every reason", async () => {
    const worlds: [string, MemorySeed][] = [
      ["nonsense", {}],
      [`${KEY_TEXT}0`, {}],
      [KEY_TEXT, { apiKeys: [] }],
      [KEY_TEXT, { apiKeys: [apiKeyOf({ status: "REVOKED" })] }],
      [KEY_TEXT, { apiKeys: [apiKeyOf({ expiresAtSeconds: 1 })] }],
      ["account=acc-2;cell=cell-7", {}],
      [LEGACY, { apiKeyPolicy: { legacy: { sunset: "2024-12-31", role: "Viewer" } } }],
      [LEGACY, { apiKeyPolicy: { legacy: undefined } }],
    ];
    const words = worlds.map(([key, world]) => wordsOf(ask({ headers: { "x-api-key": key } }, world).answer));
    expect(await Promise.all(words)).toEqual(worlds.map(() => "Unauthorized"));
  });

  it("whose account is not ACTIVE is a 403", async () => {
    const world = { accounts: [accountOf({ status: "SUSPENDED" })] };
    expect(await ask({ headers: { "x-api-key": KEY_TEXT } }, world).answer).toEqual({ isAuthorized: false });
  });

  it("that cannot be checked is neither admitted nor denied", async () => {
    const { answer, ports } = ask({ headers: { "x-api-key": KEY_TEXT } });
    await answer;
    ports.directory.broken = true;
    const again = authorizer(ports)(authorizerEvent({ headers: { "x-api-key": KEY_TEXT } }));
    expect(await wordsOf(again)).toBe("Internal");
    expect(ports.metrics.counted).toContain("auth_lambda_5xx");
  });

  it.each([
    ["a Bearer token", { authorization: `Bearer ${KEY_TEXT}` }],
    ["two keys in one header", { "x-api-key": `${KEY_TEXT},${KEY_TEXT}` }],
    ["a key in each header", { "x-api-key": KEY_TEXT, authorization: KEY_TEXT }],
    ["a key beside a token", { "x-api-key": KEY_TEXT, authorization: "Bearer good" }],
  ])("is never tried as %s", async (_, headers) => {
    expect(await wordsOf(ask({ headers }).answer)).toBe("Unauthorized");
  });

  it.each([KEY_TEXT, LEGACY, "c4nary-which-is-no-key"])("leaves %j nowhere", async (key) => {
    const { answer, ports } = ask({ headers: { "x-api-key": key, "x-account-id": "acc-2" } });
    const said = await answer.then(JSON.stringify, String);
    expect(leaksOf(key, saidBy(ports, said))).toEqual([]);
  });
});

describe("a request with a key of the legacy system", () => {
  it("passes for the account that the legacy system says", async () => {
    expect(await ask({ headers: { "x-api-key": LEGACY } }).answer).toEqual({
      isAuthorized: true,
      context: { ...context, key_id: expect.stringMatching(/^legacy-/) },
    });
  });

  it("is always refused while the legacy system is down", async () => {
    const ports = memoryPorts(seed);
    ports.legacyApiKeys.answer = { kind: "unavailable", reason: "timeout" };
    const answer = authorizer(ports)(authorizerEvent({ headers: { "x-api-key": LEGACY } }));
    expect(await wordsOf(answer)).toBe("Internal");
  });
});
