/** Accounts and their members over HTTP, from the first account of a new user to the transfer of its ownership. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { undescribed } from "../support/openapi.js";
import { examplesIn, runExamples } from "../support/page-examples.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly cookie: string };

/** Calls a route of the description with values for its path, and holds the answer against it. */
const call = async (
  route: string,
  {
    path = {},
    body,
    headers = {},
  }: { path?: Record<string, string>; body?: unknown; headers?: Record<string, string> },
): Promise<Answer> => {
  const [method = "", template = ""] = route.split(" ");
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const response = await fetch(`${stack.describe().urls.site}${address}`, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>);
  const answer = { status: response.status, type: response.headers.get("content-type"), body: parsed };
  expect([route, undescribed(route, answer)]).toEqual([route, []]);
  return {
    status: response.status,
    body: parsed ?? {},
    cookie: response.headers.getSetCookie()[0]?.split(";")[0] ?? "",
  };
};

/** A user with a session. */
const signedUp = async (name: string) => {
  const user = { email: `${name}@accounts.example`, password: "Brand-New-1!" };
  await call("POST /api/account/signup", { body: user });
  const { code } = await stack.inbox.waitFor((message) => message.to === user.email, 60_000);
  expect((await call("POST /api/account/confirm", { body: { ...user, code } })).status).toBe(200);
  let session = await call("POST /api/account/signin", { body: user });
  expect(session.status).toBe(200);
  const bearer = () => ({ authorization: `Bearer ${String(session.body.access_token)}` });
  const as = (route: string, more: Parameters<typeof call>[1] = {}) =>
    call(route, { ...more, headers: { ...bearer(), ...more.headers } });
  return {
    email: user.email,
    as,
    id: String((await as("GET /api/account/me")).body.user_id),
    refresh: async () => {
      session = await call("POST /api/account/refresh", {
        body: { refresh_token: session.body.refresh_token },
      });
      expect(session.status).toBe(200);
    },
    claims: (): Record<string, unknown> => {
      const [, payload = ""] = String(session.body.access_token).split(".");
      return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    },
    proveAgain: async (purpose: string, account_id: string) => {
      const asked = await as("POST /api/account/step-up", { body: { purpose, account_id } });
      const mail = await stack.inbox.waitFor(
        (message) => message.to === user.email && /\b\d{8}\b/.test(message.body),
        10_000,
      );
      const code = /\b\d{8}\b/.exec(mail.body)?.[0];
      const headers = { cookie: asked.cookie };
      const done = await as("POST /api/account/step-up/verify", { body: { code }, headers });
      expect(done.status).toBe(200);
    },
  };
};

it("the examples of docs/accounts.md answer what is printed", async () => {
  const examples = await examplesIn("docs/accounts.md", "Try it");
  const ran = await runExamples(examples, stack.describe().urls.site);
  expect(ran.length).toBeGreaterThan(6);
  for (const { command, given, answer } of ran)
    expect({ command, given }).toEqual({ command, given: answer });
}, 120_000);

it("five parallel repeats of an invitation with one key make one, and send one mail", async () => {
  const erin = await signedUp("erin");
  const made = await erin.as("POST /api/accounts", { body: { name: "Initech" } });
  await erin.refresh();
  const email = "dora-once@example.com";
  const request = {
    path: { account_id: String(made.body.system_account_id) },
    body: { email, role: "Viewer" },
    headers: { "idempotency-key": "at-once" },
  };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => erin.as("POST /api/accounts/{account_id}/invitations", request)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(202));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(stack.inbox.list({ to: email })).toHaveLength(1);
});

describe("an account", () => {
  it("is created, shared, transferred and left, with matching tokens and audit events", async () => {
    const alice = await signedUp("alice");
    const bob = await signedUp("bob");
    const request = { body: { name: "Initech" }, headers: { "idempotency-key": "first" } };
    const made = await alice.as("POST /api/accounts", request);
    expect(made.status).toBe(201);
    expect((await alice.as("POST /api/accounts", request)).body).toEqual(made.body);
    const account_id = String(made.body.system_account_id);
    const path = { account_id };
    await alice.refresh();
    expect(alice.claims()).toMatchObject({
      system_account_id: account_id,
      role: "Admin",
      membership_count: 1,
    });

    expect((await bob.as("GET /api/accounts/{account_id}", { path })).status).toBe(403);
    const wish = { path, body: { email: bob.email, role: "Viewer" } };
    expect((await alice.as("POST /api/accounts/{account_id}/invitations", wish)).body).toMatchObject({
      ...{ status: "PENDING", mailed: true },
    });
    const mail = await stack.inbox.waitFor(
      ({ to, body }) => to === bob.email && /invite_/.test(body),
      10_000,
    );
    const token = /invite_[0-9a-f]{32}/.exec(mail.body)?.[0];
    expect((await alice.as("POST /api/invitations/accept", { body: { token } })).status).toBe(400);
    for (const _ of [1, 2])
      expect((await bob.as("POST /api/invitations/accept", { body: { token } })).body).toMatchObject({
        ...{ system_account_id: account_id, role: "Viewer" },
      });
    const listed = await alice.as("GET /api/accounts/{account_id}/members", { path });
    const emails = (listed.body.items as { email: string }[]).map(({ email }) => email);
    expect(emails.sort()).toEqual([alice.email, bob.email]);

    const member = { account_id, user_id: bob.id };
    const role = { path: member, body: { role: "Manager" } };
    expect((await bob.as("PATCH /api/accounts/{account_id}/members/{user_id}", role)).status).toBe(403);
    expect((await alice.as("PATCH /api/accounts/{account_id}/members/{user_id}", role)).status).toBe(200);
    const own = { path: { account_id, user_id: alice.id } };
    expect((await alice.as("DELETE /api/accounts/{account_id}/members/{user_id}", own)).body).toMatchObject({
      code: "last_owner",
    });
    const give = { path, body: { user_id: bob.id } };
    expect((await alice.as("POST /api/accounts/{account_id}/ownership", give)).body).toMatchObject({
      code: "step_up_required",
    });
    await alice.proveAgain("transfer-ownership", account_id);
    expect((await alice.as("POST /api/accounts/{account_id}/ownership", give)).body).toMatchObject({
      ...{ user_id: bob.id, role: "Admin", owner: true },
    });
    for (const _ of [1, 2])
      expect((await alice.as("DELETE /api/accounts/{account_id}/members/{user_id}", own)).status).toBe(204);
    expect(await alice.as("POST /api/accounts", request)).toMatchObject({
      ...{ status: 403, body: { code: "forbidden" } },
    });
    expect((await alice.as("GET /api/accounts/{account_id}/members", { path })).status).toBe(403);
    await alice.refresh();
    expect(alice.claims()).not.toHaveProperty("system_account_id");
    expect((await alice.as("GET /api/accounts")).body).toEqual({ items: [], cursor: null });

    await stack.settled();
    const delivered = (await deliveredEvents(stack.describe())).map((event) => event["detail-type"]);
    const expected = [
      ...["account.created", "membership.invited", "membership.accepted", "membership.role_changed"],
      ...["ownership.transferred", "membership.left", "access.denied", "ticket.consumed"],
    ];
    expect(expected.filter((type) => !delivered.includes(type))).toEqual([]);
  }, 120_000);

  it("is chosen by a member of several accounts, and the next tokens carry it", async () => {
    const carol = await signedUp("carol");
    const make = async (name: string) =>
      String((await carol.as("POST /api/accounts", { body: { name } })).body.system_account_id);
    const [first, second] = [await make("One"), await make("Two")];
    await carol.refresh();
    expect(carol.claims()).toMatchObject({ system_account_id: first, membership_count: 2 });
    const version = Number(carol.claims().membership_version);

    const to = (account_id: string) => carol.as("POST /api/account/active", { body: { account_id } });
    expect((await to(second)).body).toMatchObject({ system_account_id: second, name: "Two" });
    await carol.refresh();
    expect(carol.claims()).toMatchObject({ system_account_id: second, membership_version: version + 1 });
    const answers = [await to("acct_globex"), await to("acct_none")];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, "forbidden"],
      [403, "forbidden"],
    ]);
  }, 120_000);
});
