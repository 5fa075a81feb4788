import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { accountApiKeyRowKey, apiKeyRow } from "../../shared/adapters/dynamo/api-key/api-key-rows.js";
import { apiKeyOf, KEY_ID, KEY_TEXT } from "../support/api-keys.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf } from "../support/users.js";

let cli: CliWorld;
const given = async (keyId: string) => {
  const key = apiKeyOf({ keyId });
  await cli.put("directory", apiKeyRow(key), { ...accountApiKeyRowKey("acc-1", keyId), key_id: keyId });
};
beforeAll(async () => {
  process.env.OPERATOR = "ops";
  cli = await startCliWorld("http://127.0.0.1:9");
  await cli.givenAccounts(accountOf());
  await given(KEY_ID);
});
afterAll(() => cli.close());

it("keys of an account are listed without anything that reveals a key", async () => {
  const { answer } = await cli.json("keys", "list", "--account", "acc-1");
  expect(answer.keys).toMatchObject([
    { keyId: KEY_ID, name: "Nightly export", status: "ACTIVE", issuedBy: "usr_ada" },
  ]);
  const { out } = await cli.local("keys", "list", "--account", "acc-1");
  expect(out).toMatch(
    new RegExp(`^${KEY_ID}  ACTIVE  Viewer  by usr_ada  until 2025-04-01  used never  Nightly export$`),
  );
  for (const text of [JSON.stringify(answer), out])
    for (const secret of [KEY_TEXT, apiKeyOf().current.digest]) expect(text).not.toContain(secret);
  await cli.givenAccounts(accountOf({ systemAccountId: "acc-2" }));
  expect(await cli.local("keys", "list", "--account", "acc-2")).toEqual({
    ...{ code: 0, out: "acc-2 has no API keys", err: "" },
  });
});

it("a list is complete for any number of keys", async () => {
  const ids = Array.from({ length: 103 }, (_, number) => `Many${String(number).padStart(12, "0")}`);
  for (const id of ids) await given(id);
  const { answer } = await cli.json("keys", "list", "--account", "acc-1");
  expect((answer.keys as { keyId: string }[]).map(({ keyId }) => keyId)).toEqual([KEY_ID, ...ids].sort());
});

it("a key is revoked once, and the event names the operator and the reason", async () => {
  const revoke = async () =>
    (await cli.json("keys", "revoke", "--key", KEY_ID, "--reason", "leaked")).answer.outcome;
  expect([await revoke(), await revoke()]).toEqual(["revoked", "was_revoked"]);
  expect(await cli.events(`key:${KEY_ID}`)).toMatchObject([
    { type: "apikey.revoked", details: { operator: "ops", reason: "leaked", systemAccountId: "acc-1" } },
  ]);
});

it("accounts that use keys of the legacy system since a given day are counted", async () => {
  const use = (account: string, name: string, on: string) => ({
    ...{ pk: `LEGACYKEY#${account}`, sk: `KEY#${name}` },
    ...{ key_name: name, system_account_id: account, last_used_on: on },
  });
  await cli.put("directory", use("acc-1", "legacy-a", "2025-01-05"), use("acc-1", "legacy-b", "2025-01-07"));
  await cli.put("directory", use("acc-2", "legacy-c", "2025-01-09"), use("acc-3", "legacy-d", "2024-12-31"));
  const { answer } = await cli.json("keys", "legacy", "--since", "2025-01-01");
  expect(answer.accounts).toEqual([
    { systemAccountId: "acc-2", keys: 1, lastUsedOn: "2025-01-09" },
    { systemAccountId: "acc-1", keys: 2, lastUsedOn: "2025-01-07" },
  ]);
  expect((await cli.local("keys", "legacy")).out).toMatch(
    /^no account used a legacy API key since \d{4}-\d\d-\d\d$/,
  );
  expect((await cli.local("keys", "legacy", "--since", "yesterday")).code).toBe(2);
});
