import { describe, expect, it } from "@jest/globals";
import { keyValidate } from "../../../handlers/api/key-validate.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { apiKeyOf, KEY_ID, KEY_TEXT } from "../../support/api-keys.js";
import { bodyOf } from "../../support/auth-api.js";
import { leaksOf, saidBy } from "../../support/canary.js";
import { jsonEvent } from "../../support/http-events.js";
import { asDescribed } from "../../support/openapi.js";
import { accountOf, membershipOf, profileOf } from "../../support/users.js";

const LEGACY = "account=acc-1;cell=cell-7";
const seed: MemorySeed = {
  profiles: [profileOf()],
  accounts: [accountOf()],
  memberships: [membershipOf({ role: "Admin" })],
  apiKeys: [apiKeyOf()],
  legacyApiKeys: [{ text: LEGACY, claim: { accountId: "acc-1", cellId: "cell-7" } }],
};
const world = (change: MemorySeed = {}) => {
  const ports = memoryPorts({ ...seed, ...change });
  const validate = async (
    body: unknown,
    userArn: string | undefined = "arn:aws:iam::111122223333:role/mail",
  ) => {
    const event = jsonEvent("POST /key/validate", body);
    const requestContext = { ...event.requestContext, authorizer: { iam: { userArn } } };
    const answer = await asDescribed(keyValidate(ports))({
      ...event,
      requestContext: requestContext as never,
    });
    return { status: answer.statusCode, body: bodyOf(answer) };
  };
  return { ports, validate };
};

describe("a service that asks about a key", () => {
  it("gets the account, the role and the scopes of the key", async () => {
    expect(await world().validate({ key: KEY_TEXT })).toEqual({
      status: 200,
      body: {
        valid: true,
        key_id: KEY_ID,
        system_account_id: "acc-1",
        visible_account_id: "A-1001",
        cell_id: "cell-7",
        role: "Viewer",
        scopes: ["account/read"],
      },
    });
  });

  it("gets the same for a key of the legacy system", async () => {
    expect(await world().validate({ key: LEGACY })).toMatchObject({
      status: 200,
      body: { valid: true, key_id: expect.stringMatching(/^legacy-/), system_account_id: "acc-1" },
    });
  });

  it("gets the same 401 for every invalid key", async () => {
    const answers = await Promise.all([
      world().validate({ key: "nonsense" }),
      world().validate({ key: `${KEY_TEXT}0` }),
      world({ apiKeys: [] }).validate({ key: KEY_TEXT }),
      world({ apiKeys: [apiKeyOf({ status: "REVOKED" })] }).validate({ key: KEY_TEXT }),
      world({ apiKeys: [apiKeyOf({ expiresAtSeconds: 1 })] }).validate({ key: KEY_TEXT }),
      world({ legacyApiKeys: [] }).validate({ key: LEGACY }),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: "invalid_key" } });
  });

  it("gets 403 for a key of an account without access, and 503 if validity cannot be checked", async () => {
    const suspended = world({ accounts: [accountOf({ status: "SUSPENDED" })] });
    expect((await suspended.validate({ key: KEY_TEXT })).body.code).toBe("forbidden");
    const { ports, validate } = world();
    ports.legacyApiKeys.answer = { kind: "unavailable", reason: "timeout" };
    expect(await validate({ key: LEGACY })).toMatchObject({ status: 503 });
  });

  it.each([{}, { key: "" }, { key: 5 }, { key: "x".repeat(1_025) }, { key: KEY_TEXT, account: "x" }, []])(
    "has to ask about one key",
    async (body) => {
      expect((await world().validate(body)).body.code).toBe("invalid_request");
    },
  );

  it("must have signed the request", async () => {
    const event = jsonEvent("POST /key/validate", { key: KEY_TEXT });
    expect((await keyValidate(memoryPorts(seed))(event)).statusCode).toBe(403);
  });

  it("finds the key in no log or event", async () => {
    const { ports, validate } = world();
    const answers = [await validate({ key: KEY_TEXT }), await validate({ key: LEGACY })];
    for (const key of [KEY_TEXT, LEGACY, KEY_TEXT.split("_")[3] ?? ""])
      expect(leaksOf(key, saidBy(ports, JSON.stringify(answers)))).toEqual([]);
  });
});
