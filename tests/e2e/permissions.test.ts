import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { NodeSha256 } from "../../shared/adapters/node/sha256.js";
import { undescribed } from "../support/openapi.js";
import { examplesIn, runExamples } from "../support/page-examples.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

const site = () => stack.describe().urls.site;

const signIn = async (email: string, password: string): Promise<{ access: string; id: string }> => {
  const response = await fetch(`${site()}/api/account/signin`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const { access_token, id_token } = (await response.json()) as Record<string, string>;
  return { access: access_token ?? "", id: id_token ?? "" };
};

const send = async (token: string, route: string, path: string, body?: unknown) => {
  const [method = ""] = route.split(" ");
  const response = await fetch(`${site()}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = {
    status: response.status,
    type: response.headers.get("content-type"),
    body: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
  expect([route, undescribed(route, answer)]).toEqual([route, []]);
  return answer;
};

it("the examples of docs/permissions.md answer what is printed", async () => {
  const examples = await examplesIn("docs/permissions.md", "Try it");
  expect(examples.length).toBeGreaterThan(8);
  for (const { command, given, answer } of await runExamples(examples, site()))
    expect({ command, given }).toEqual({ command, given: answer });
}, 120_000);

describe("Grace, Manager of Globex and invited to Northwind,", () => {
  const CHECK = "POST /api/accounts/{account_id}/permissions/check";
  const GRANT = "PUT /api/accounts/{account_id}/grants";
  const checks = ["read", "write", "approve", "admin"].map((action) => ({ resource: "invoice/1", action }));
  let token = "";
  beforeAll(async () => {
    ({ access: token } = await signIn("grace@example.com", "Legacy-Pass-2!"));
  });

  it("may write but not administer, and the answer names the rule", async () => {
    const { body } = await send(token, CHECK, "/api/accounts/acct_globex/permissions/check", { checks });
    const results = body?.results as { allowed: boolean; rule?: string; reason?: string }[];
    expect(results.map(({ rule, reason }) => rule ?? reason)).toEqual([
      "role_default",
      "role_default",
      "no_rule",
      "no_rule",
    ]);
  });

  it("is denied by the authorizer where she is only invited", async () => {
    const answer = await send(token, CHECK, "/api/accounts/acct_northwind/permissions/check", { checks });
    expect(answer).toMatchObject({ status: 403, body: { message: "Forbidden" } });
  });

  it("may not grant what she does not administer, and the denial reaches the audit stream", async () => {
    const grant = { resource: "invoice/1", grantee: "role:Viewer", actions: ["read"] };
    const answer = await send(token, GRANT, "/api/accounts/acct_globex/grants", grant);
    expect(answer).toMatchObject({ status: 403, body: { code: "permission_required" } });
    await stack.settled();
    const events = await deliveredEvents(stack.describe());
    const denied = events.filter(({ detail }) => detail.metadata.uid.startsWith("access.denied/"));
    // An event may be delivered more than once.
    const texts = new Set(denied.map(({ detail }) => JSON.stringify(detail)));
    expect([...texts].filter((text) => text.includes("no_rule"))).toEqual([
      expect.stringContaining('"resource":"invoice/1"'),
    ]);
  });
});

describe("a service with an API key of Northwind", () => {
  const CHECK = "/api/accounts/acct_northwind/permissions/check";
  const post = (path: string, headers: Record<string, string>, body: object) =>
    fetch(`${site()}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const askWith = async (key: string, user_id: string) => {
    const checks = [{ resource: "invoice/9", action: "approve" }];
    const response = await post(CHECK, { "x-api-key": key }, { user_id, checks });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  /** Ada proves herself again, which issuing a key takes. */
  const issue = async (role: string): Promise<string> => {
    const { access } = await signIn("ada@example.com", "Legacy-Pass-1!");
    const bearer = { authorization: `Bearer ${access}` };
    const asked = await post("/api/account/step-up", bearer, { purpose: "api-keys" });
    const cookie = asked.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const mails = stack.inbox.list({ to: "ada@example.com" }).map(({ body }) => /\b\d{8}\b/.exec(body)?.[0]);
    const code = mails.find((found) => found !== undefined);
    await post("/api/account/step-up/verify", { ...bearer, cookie }, { code });
    const issued = await post("/api/accounts/acct_northwind/keys", bearer, { name: "Backend", role });
    return ((await issued.json()) as { key: string }).key;
  };

  it("of an Admin gets the permissions of a member, and nothing about other users", async () => {
    const { access } = await signIn("ada@example.com", "Legacy-Pass-1!");
    const me = await send(access, "GET /api/account/me", "/api/account/me");
    const key = await issue("Admin");
    expect(await askWith(key, String(me.body?.user_id))).toMatchObject({
      ...{ status: 200, body: { results: [{ allowed: true, rule: "role_default" }] } },
    });
    expect((await askWith(key, "usr_none")).body).toMatchObject({ results: [{ reason: "not_a_member" }] });
  });

  it("of a Viewer learns nothing", async () => {
    expect(await askWith(await issue("Viewer"), "usr_none")).toMatchObject({
      ...{ status: 403, body: { code: "role_required" } },
    });
  });
});

describe("the identity pool", () => {
  const ask = async (operation: string, input: object) => {
    const response = await fetch(stack.describe().urls.identity, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Record<string, string> & { Credentials: Record<string, string> };
  };
  const plainAs = async (email: string, password: string) => {
    const { pool, region, urls, identityPool } = stack.describe();
    const { id } = await signIn(email, password);
    const Logins = { [`cognito-idp.${region}.amazonaws.com/${pool.id}`]: id };
    const { IdentityId } = await ask("GetId", { IdentityPoolId: identityPool.id, Logins });
    const { Credentials } = await ask("GetCredentialsForIdentity", { IdentityId, Logins });
    const { AccessKeyId = "", SecretKey = "", SessionToken = "" } = Credentials;
    const signer = new SignatureV4({
      ...{ region, service: "execute-api", sha256: NodeSha256 },
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken },
    });
    const { host, hostname } = new URL(urls.api);
    const request = new HttpRequest({ method: "GET", hostname, path: "/api/probe/iam", headers: { host } });
    const { headers } = await signer.sign(request);
    const response = await fetch(`${urls.api}/api/probe/iam`, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it("gives a member credentials of the role's own IAM role, which open the route for IAM identities", async () => {
    const { status, body } = await plainAs("ada@example.com", "Legacy-Pass-1!");
    expect([status, body.guard]).toEqual([200, "iam"]);
    expect(body.caller).toMatch(/:assumed-role\/.*AdminIdentityRole.*\/CognitoIdentityCredentials$/);
  });

  it("gives a user without an account credentials without permissions", async () => {
    expect((await plainAs("linus@example.com", "Legacy-Pass-3!")).status).toBe(403);
  });
});

describe("the reference routes", () => {
  it("have the documented guards", async () => {
    const { access } = await signIn("ada@example.com", "Legacy-Pass-1!");
    const statusOf = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(`${site()}${path}`, { headers })).status;
    const bearer = { authorization: `Bearer ${access}` };
    expect([
      await statusOf("/api/probe/open"),
      await statusOf("/api/probe/iam"),
      await statusOf("/api/probe/iam", bearer),
      await statusOf("/api/probe/account"),
      await statusOf("/api/probe/account", bearer),
      await statusOf("/api/probe/account", { ...bearer, "x-account-id": "acct_globex" }),
    ]).toEqual([200, 403, 403, 401, 200, 403]);
    const { body } = await send(access, "GET /api/probe/account", "/api/probe/account");
    expect(body).toMatchObject({ credential: "token", system_account_id: "acct_northwind", role: "Admin" });
  });
});
