/** API keys on the whole stack: the page's examples, the authorizer, the legacy system, and what is written down. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { undescribed } from "../support/openapi.js";
import { examplesIn, sameButForDots } from "../support/page-examples.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());
beforeEach(() => stack.legacy.faults({ mode: "ok" }));

const urls = () => stack.describe().urls;
const KEYS = "/api/accounts/{account_id}/keys";

/** Every answer is one that the description announces. */
const send = async (
  route: string,
  {
    path,
    base = urls().site,
    headers = {},
    body,
  }: { path?: string; base?: string; headers?: object; body?: unknown } = {},
) => {
  const [method = "", template = ""] = route.split(" ");
  const response = await fetch(`${base}${path ?? template}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = {
    status: response.status,
    type: response.headers.get("content-type"),
    cookie: response.headers.getSetCookie()[0]?.split(";")[0] ?? "",
    body: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
  if (method !== "GET" || !template.startsWith("/api/probe/"))
    expect([route, undescribed(route, answer)]).toEqual([route, []]);
  return answer;
};

const withKey = (key: unknown, headers: object = {}) =>
  send("GET /api/probe/account", { headers: { "x-api-key": String(key), ...headers } });
const signed = () => ({
  authorization: `AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
});
const validate = (key: unknown) =>
  send("POST /key/validate", { base: urls().api, headers: signed(), body: { key } });
const legacyApiKeys = async () =>
  (
    (await (await fetch(`${urls().legacy}/_local/keys`)).json()) as {
      keys: { key: string; account_id: string }[];
    }
  ).keys;
const legacyKey = async () =>
  (await legacyApiKeys()).find((each) => each.account_id === "acct_northwind")?.key ?? "";
const callLegacyKeys = async (method: string, body: object) => {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${urls().legacy}/_local/keys`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  return (await response.json()) as { key: string };
};

const ada = async () => {
  const credentials = { email: "ada@example.com", password: "Legacy-Pass-1!" };
  const session = await send("POST /api/account/signin", { body: credentials });
  const bearer = { authorization: `Bearer ${String(session.body?.access_token)}` };
  const prove = async () => {
    const asked = await send("POST /api/account/step-up", { headers: bearer, body: { purpose: "api-keys" } });
    const code = stack.inbox
      .list({ to: "ada@example.com" })
      .map(({ body }) => /\b\d{8}\b/.exec(body)?.[0])
      .find((found) => found !== undefined);
    const headers = { ...bearer, cookie: asked.cookie };
    expect((await send("POST /api/account/step-up/verify", { headers, body: { code } })).status).toBe(200);
  };
  const path = "/api/accounts/acct_northwind/keys";
  const issue = (body: object) => send(`POST ${KEYS}`, { path, headers: bearer, body });
  const revoke = (id: unknown) =>
    send(`DELETE ${KEYS}/{key_id}`, { path: `${path}/${String(id)}`, headers: bearer });
  const rotate = (id: unknown) =>
    send(`POST ${KEYS}/{key_id}/rotate`, { path: `${path}/${String(id)}/rotate`, headers: bearer, body: {} });
  const list = (query = "") => send(`GET ${KEYS}`, { path: `${path}${query}`, headers: bearer });
  return { prove, issue, revoke, rotate, list };
};

it("the examples of docs/api-keys.md answer what is printed", async () => {
  const [setUp = { command: "" }, ...rest] = await examplesIn("docs/api-keys.md", "Try it");
  const { site, api, legacy } = urls();
  const script = [
    `SITE=${site}; API=${api}; LEGACY=${legacy}; AWS_ACCESS_KEY_ID=local; AWS_SECRET_ACCESS_KEY=local`,
    setUp.command,
    ...rest.map(({ command }) => `${command}\nprintf '\\n\\0'`),
  ].join("\n");
  const { stdout } = await promisify(execFile)("bash", ["-ec", script]);
  const printed = stdout.split("\n\0").map((text) => text.trim().split("\n").at(-1) ?? "");
  expect(rest).toHaveLength(4);
  for (const [index, { command, answer }] of rest.entries()) {
    const given =
      answer === undefined ? printed[index] : sameButForDots(JSON.parse(printed[index] ?? ""), answer);
    expect({ command, given }).toEqual({ command, given: answer ?? "200 200 401" });
  }
}, 120_000);

describe("a key of Northwind", () => {
  it("is issued after a step-up only, is valid for its own account only, and is invalid after its revocation", async () => {
    const { issue, list, prove, revoke, rotate } = await ada();
    expect((await issue({ name: "Reports" })).body?.code).toBe("step_up_required");
    await prove();
    expect((await issue({ name: "Reports", role: "Nobody" })).status).toBe(400);
    const { status, body: key } = await issue({ name: "Reports", role: "Manager" });
    expect(status).toBe(201);
    expect((await withKey(key?.key)).body).toMatchObject({ role: "Manager", key_id: key?.key_id });
    expect((await withKey(key?.key, { "x-account-id": "acct_globex" })).body).toEqual({
      message: "Forbidden",
    });
    expect((await validate(key?.key)).status).toBe(200);
    expect((await rotate(key?.key_id)).body?.code).toBe("step_up_required");
    const listed = (await list("?limit=100")).body?.items as {
      key_id: string;
      last_used_at: string | null;
    }[];
    expect(listed.find(({ key_id }) => key_id === key?.key_id)?.last_used_at).toMatch(/Z$/);

    expect((await revoke(key?.key_id)).status).toBe(204);
    const refused = await withKey(key?.key);
    expect(refused).toMatchObject({ status: 401, body: { message: "Unauthorized" } });
    expect(await withKey("nonsense")).toEqual(refused);
    expect((await validate(key?.key)).body?.code).toBe("invalid_key");
  });

  it("cannot be used to manage keys", async () => {
    const { issue, prove } = await ada();
    await prove();
    const { body } = await issue({ name: "Admin", role: "Admin" });
    const answer = await send(`GET ${KEYS}`, {
      path: "/api/accounts/acct_northwind/keys",
      headers: { "x-api-key": String(body?.key) },
    });
    expect([answer.status, answer.body?.code]).toEqual([403, "forbidden"]);
  });
});

describe("a key of the legacy system", () => {
  it("is accepted for the account that the legacy system names", async () => {
    const key = await legacyKey();
    expect((await withKey(key)).body).toMatchObject({ system_account_id: "acct_northwind", role: "Viewer" });
    expect((await validate(key)).body).toMatchObject({ valid: true, system_account_id: "acct_northwind" });
  });

  it("is denied if its content names another account", async () => {
    const place = { account_id: "acct_northwind", cell_id: "cell-eu-1" };
    const { key } = await callLegacyKeys("POST", {
      ...place,
      content: { ...place, account_id: "acct_globex" },
    });
    expect((await withKey(key)).body).toEqual({ message: "Forbidden" });
    expect((await validate(key)).body?.code).toBe("forbidden");
  });

  it("is refused after it was revoked", async () => {
    const { key } = await callLegacyKeys("POST", { account_id: "acct_globex", cell_id: "cell-us-1" });
    await callLegacyKeys("DELETE", { key });
    expect((await withKey(key)).status).toBe(401);
    expect((await validate(key)).status).toBe(401);
  });

  it.each(["down", "html", "empty", "error500"] as const)(
    "is never admitted while the legacy system is %s",
    async (mode) => {
      const place = { account_id: "acct_globex", cell_id: "cell-us-1" };
      const { key } = await callLegacyKeys("POST", {
        ...place,
        content: { ...place, cell_id: `cell-${mode}` },
      });
      stack.legacy.faults({ mode });
      expect((await withKey(key)).status).toBe(500);
      expect((await validate(key)).status).toBe(503);
    },
  );
});

it("the audit stream records the use of keys, and neither it nor a log contains a key", async () => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  const types = new Set(events.map((event) => event["detail-type"]));
  for (const type of ["issued", "rotated", "revoked", "refused"]) expect(types).toContain(`apikey.${type}`);
  for (const type of ["legacy_key.used", "legacy_key.refused"]) expect(types).toContain(type);
  const written = [
    ...stack.functions.logs().map(({ line }) => line),
    ...events.map((event) => JSON.stringify(event)),
  ].join("\n");
  expect(written).not.toMatch(/idl_local_[A-Za-z0-9]{16}_/);
  for (const { key } of await legacyApiKeys())
    for (const form of [key, encodeURIComponent(key), Buffer.from(key).toString("base64"), key.slice(0, 24)])
      expect(written).not.toContain(form);
});
