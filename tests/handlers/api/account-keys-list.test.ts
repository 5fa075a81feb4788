import { describe, expect, it } from "@jest/globals";
import type { MemorySeed } from "../../../shared/memory/ports.js";
import { type KeysCall, keysApi } from "../../support/account-keys-api.js";
import { apiKeyOf, KEY_ID } from "../../support/api-keys.js";
import { leaksOf, saidBy } from "../../support/canary.js";
import { membershipOf, NOW } from "../../support/users.js";

describe("the list of keys", () => {
  const many = ["a", "b", "c"].map((letter) => apiKeyOf({ keyId: letter.repeat(16) }));

  it("comes page by page, of this account alone, and holds no digest", async () => {
    const { list } = keysApi({
      apiKeys: [...many, apiKeyOf({ keyId: "d".repeat(16), systemAccountId: "acc-2" })],
    });
    const first = (await list({ limit: "2" })).body;
    const second = (await list({ limit: "2", cursor: String(first.cursor) })).body;
    const ids = [first, second].flatMap(({ items }) =>
      (items as { key_id: string }[]).map(({ key_id }) => key_id),
    );
    expect(ids).toEqual(many.map(({ keyId }) => keyId));
    expect(second.cursor).toBeNull();
    expect(JSON.stringify([first, second])).not.toContain(many[0]?.current.digest);
  });

  it("lists a key after its expiry as EXPIRED", async () => {
    const { list } = keysApi({ apiKeys: [apiKeyOf({ expiresAtSeconds: Date.parse(NOW) / 1000 })] });
    expect((await list()).body.items).toMatchObject([{ status: "EXPIRED" }]);
  });

  it.each([
    { limit: "0" },
    { limit: "101" },
    { limit: "1e1" },
    { limit: "" },
    { cursor: "" },
    { cursor: "bm9uZQ" },
    { cursor: `${Buffer.from("a").toString("base64url")}.${"A".repeat(22)}` },
  ])("refuses the page %j", async (query) => {
    expect((await keysApi().list(query)).body.code).toBe("invalid_request");
  });

  it("refuses a cursor that is longer than any it gives", async () => {
    expect((await keysApi().list({ cursor: "x".repeat(100_000) })).body.code).toBe("invalid_request");
  });
});

describe("who may", () => {
  const calls = (api: ReturnType<typeof keysApi>, more: KeysCall) => [
    api.call("GET", "", more),
    api.call("POST", "", { body: { name: "x" }, ...more }),
    api.call("POST", "/{key_id}/rotate", { body: {}, keyId: KEY_ID, ...more }),
    api.call("DELETE", "/{key_id}", { keyId: KEY_ID, ...more }),
  ];

  it.each([
    ["a Manager", { memberships: [membershipOf({ role: "Manager" })] }, {}, "role_required"],
    [
      "a former Admin",
      { memberships: [membershipOf({ role: "Admin", status: "REMOVED" })] },
      {},
      "forbidden",
    ],
    [
      "an API key, even one of an Admin",
      {},
      { access: { credential: "api_key", key_id: KEY_ID } },
      "forbidden",
    ],
    ["an Admin of another account", {}, { account: "acc-2" }, "forbidden"],
    [
      "a token of another client, which was not given for this",
      {},
      { access: { scopes: "openid" } },
      "forbidden",
    ],
  ] as [string, MemorySeed, KeysCall, string][])(
    "%s may not, and each denial is recorded",
    async (_, change, more, code) => {
      const api = keysApi(change);
      await api.stepUp();
      const answers = await Promise.all(calls(api, more));
      expect(answers.map(({ body }) => body.code)).toEqual([code, code, code, code]);
      expect(api.ports.audit.events.filter(({ type }) => type === "access.denied")).toHaveLength(4);
      expect([...api.ports.apiKeys.rows.values()].map(({ version, status }) => [version, status])).toEqual([
        [1, "ACTIVE"],
        [1, "ACTIVE"],
      ]);
    },
  );
});

it("an issued or rotated key is in the response only", async () => {
  const { issue, ports, rotate } = keysApi();
  const texts = [(await issue({ name: "x" })).body.key, (await rotate({})).body.key].map(String);
  const kept = JSON.stringify([...ports.apiKeys.rows.values()]);
  for (const text of texts) {
    const secret = text.split("_")[3] ?? "";
    expect(secret).toHaveLength(30);
    expect(leaksOf(secret, saidBy(ports, kept))).toEqual([]);
  }
});

it.each(["GET", "POST"])("a directory that is down is a 503 for %s", async (method) => {
  const { call, ports, stepUp } = keysApi();
  await stepUp();
  ports.directory.broken = true;
  const answer = await call(method, "", method === "POST" ? { body: { name: "x" } } : {});
  expect(answer).toMatchObject({ status: 503, body: { code: "temporarily_unavailable" } });
});
