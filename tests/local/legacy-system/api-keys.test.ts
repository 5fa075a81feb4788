import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { type LegacySystem, startLegacySystem } from "../../../local/legacy-system/index.js";
import { des3LegacyApiKeys } from "../../../shared/adapters/legacy/des3-api-keys.js";
import { Secret } from "../../../shared/domain/secret.js";

const material = Buffer.from("abcdefghijklmnopqrstuvwx").toString("base64");
const place = { account_id: "acc-1", cell_id: "cell-7" };
let system: LegacySystem;
beforeEach(async () => {
  system = await startLegacySystem({ token: "shared", users: [], apiKeys: { material, places: [place] } });
});
afterEach(() => system.close());

const send = async (method: string, path: string, body?: unknown, token = "shared") => {
  const response = await fetch(system.url + path, {
    method,
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const validate = (key: unknown, token?: string) => send("POST", "/key/validate", { key }, token);
const firstKey = async () =>
  ((await send("GET", "/_local/keys")).body.keys as { key: string }[])[0]?.key ?? "";
const open = (key: string) => des3LegacyApiKeys({ value: async () => new Secret(material) }, "s").open(key);

it("an issued key is valid, and can be decrypted with the key material", async () => {
  const key = await firstKey();
  expect(await validate(key)).toEqual({ status: 200, body: { valid: true, ...place } });
  expect(await open(key)).toEqual({ accountId: "acc-1", cellId: "cell-7" });
});

it("an unknown or revoked key is refused", async () => {
  const key = await firstKey();
  expect(await validate(`${key}x`)).toEqual({ status: 401, body: { valid: false } });
  await send("DELETE", "/_local/keys", { key });
  expect((await validate(key)).status).toBe(401);
  expect((await send("DELETE", "/_local/keys", { key })).status).toBe(400);
});

it("the content of a key can name another account than the record of the key", async () => {
  const content = { account_id: "acc-2", cell_id: "cell-7" };
  const { body } = await send("POST", "/_local/keys", { ...place, content });
  expect((await validate(body.key)).body).toMatchObject(place);
  expect(await open(String(body.key))).toEqual({ accountId: "acc-2", cellId: "cell-7" });
});

it("the request requires the token and a key, and is counted", async () => {
  expect([(await validate("k", "no")).status, (await validate(5)).status]).toEqual([403, 400]);
  expect((await send("POST", "/_local/keys", { account_id: "" })).status).toBe(400);
  expect(system.calls().validate).toMatchObject({ received: 2, forbidden: 1, malformed: 1 });
});

it("is subject to faults like the other requests", async () => {
  system.faults({ mode: "error500" });
  expect((await validate(await firstKey())).status).toBe(500);
});
