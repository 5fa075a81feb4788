/** Texts at every HTTP entry point: refused with a 400, or kept composed and read back as they were kept. */
import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { isEmail, normaliseIdentifier } from "../../../shared/domain/identifier.js";
import { keptName } from "../../../shared/domain/text.js";
import { keysApi } from "../../support/account-keys-api.js";
import { accountsApi } from "../../support/accounts-api.js";
import { anyText, LOOK_ALIKES } from "../../support/any-text.js";
import { authApi, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { permissionsApi } from "../../support/permissions-api.js";
import { SUB } from "../../support/users.js";

const ACCOUNTS = "/api/accounts";
const ACCOUNT = `${ACCOUNTS}/{account_id}`;
const TEAMS = `${ACCOUNT}/teams`;
const AFFILIATION = `${ACCOUNT}/members/{user_id}/affiliation`;
const INVOICE = "invoice/1";
const ada = { user_id: "usr_ada" };

type Sent = { readonly status: number | undefined; readonly kept?: unknown };
type Door = (text: string) => Promise<Sent>;
const ofAcc1 = { pathParameters: { account_id: "acc-1" } };

const createAccount: Door = async (name) => {
  const { call } = accountsApi();
  const { status, body } = await call("joan", `POST ${ACCOUNTS}`, { body: { name } });
  if (status !== 201) return { status };
  const id = String(body.system_account_id);
  const read = await call("joan", `GET ${ACCOUNT}`, { pathParameters: { account_id: id } });
  return { status, kept: read.body.name };
};
const renameAccount: Door = async (name) => {
  const { call } = accountsApi();
  const { status } = await call("ada", `PATCH ${ACCOUNT}`, { ...ofAcc1, body: { name } });
  return { status, kept: (await call("ada", `GET ${ACCOUNT}`, ofAcc1)).body.name };
};
const createTeam: Door = async (name) => {
  const { call } = permissionsApi();
  const { status } = await call("grace", `POST ${TEAMS}`, { body: { name } });
  const { items } = (await call("ada", `GET ${TEAMS}`)).body as { items: { name: string }[] };
  return { status, kept: items[0]?.name };
};
const setDepartment: Door = async (department) => {
  const { call } = permissionsApi();
  const body = { department, projects: [] };
  const { status } = await call("grace", `PUT ${AFFILIATION}`, { path: ada, body });
  return { status, kept: (await call("ada", `GET ${AFFILIATION}`, { path: ada })).body.department };
};
const setProject: Door = async (project) => {
  const { call } = permissionsApi();
  const { status } = await call("grace", `PUT ${AFFILIATION}`, { path: ada, body: { projects: [project] } });
  const { projects } = (await call("ada", `GET ${AFFILIATION}`, { path: ada })).body as {
    projects: string[];
  };
  return { status, kept: projects[0] };
};
const describeResource: Door = async (department) => {
  const { call } = permissionsApi();
  const body = { resource: INVOICE, department, project: department };
  const { status } = await call("grace", `PUT ${ACCOUNT}/resources`, { body });
  const read = await call("grace", `GET ${ACCOUNT}/resources`, { query: { resource: INVOICE } });
  return { status, kept: read.body.project };
};
const grantToGroup: Door = async (group) => {
  const { call } = permissionsApi();
  const grantee = `group:${group}`;
  const { status } = await call("grace", `PUT ${ACCOUNT}/grants`, {
    body: { resource: INVOICE, grantee, actions: ["read"] },
  });
  const list = await call("grace", `GET ${ACCOUNT}/grants`, { query: { grantee } });
  expect(list.status).toBe(status);
  if (status !== 200) return { status };
  const [grant] = list.body.items as { grantee: string }[];
  const query = { resource: INVOICE, grantee };
  expect((await call("grace", `DELETE ${ACCOUNT}/grants`, { query })).status).toBe(204);
  return { status, kept: grant?.grantee.slice("group:".length) };
};
const issueKey: Door = async (name) => {
  const api = keysApi({ apiKeys: [] });
  const { status } = await api.issue({ name });
  const { items } = (await api.list()).body as { items: { name: string }[] };
  return { status, kept: items[0]?.name };
};

const composed = (text: string): string => text.normalize("NFC");
const oneSpace = (text: string): string =>
  composed(text)
    .replace(/\p{Zs}+/gu, " ")
    .trim();

const DOORS: readonly (readonly [string, Door, (text: string) => string])[] = [
  ["the name of a new account", createAccount, oneSpace],
  ["the new name of an account", renameAccount, oneSpace],
  ["the name of a team", createTeam, composed],
  ["the department of a member", setDepartment, composed],
  ["the project of a member", setProject, composed],
  ["the department and project of a resource", describeResource, composed],
  ["the group of a grant", grantToGroup, composed],
  ["the name of an API key", issueKey, composed],
];

describe.each(DOORS)("%s", (_, door, spelling) => {
  it("is refused, or is kept composed and read back as it is kept", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { status = 0, kept } = await door(text);
        if (status === 400) return;
        expect([200, 201, 204]).toContain(status);
        expect(kept).toBe(spelling(text));
        expect(kept).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
      }),
      { numRuns: 60 },
    );
  });

  it.each(LOOK_ALIKES)("cannot be the look-alike %j", async (text) => {
    expect((await door(text)).status).toBe(400);
  });

  it.each(["R&D", "O'Neil", "C++", "हिन्दी", "ทีม", "Équipe", "開発"])("can be %s", async (text) => {
    expect(await door(text)).toMatchObject({ status: expect.any(Number), kept: text });
  });
});

describe("the name of a user who signs up", () => {
  it("is refused by its field, or accepted", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (name) => {
        const { call } = authApi({ signUp: { kind: "created", sub: SUB, confirmed: false } });
        const { statusCode, body } = await call(jsonEvent(ROUTES.signUp, { ...credentials, name }));
        expect(statusCode).toBe(keptName(name, 200) === undefined ? 400 : 202);
        if (statusCode === 400) expect(body).toContain('"fields":["name"]');
      }),
      { numRuns: 60 },
    );
  });
});

describe("an invited address", () => {
  it("is refused, or is kept in its normalised form", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (part) => {
        const { call } = accountsApi();
        const email = `${part}@example.com`;
        const answer = await call("ada", `POST ${ACCOUNT}/invitations`, {
          ...ofAcc1,
          body: { email, role: "Viewer" },
        });
        const kept = normaliseIdentifier(email);
        if (isEmail(kept)) expect(answer).toMatchObject({ status: 202, body: { email: kept } });
        else expect(answer.status).toBe(400);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a lone surrogate", () => {
  it.each([
    ["in a field that the route does not have", { name: "Acme", note: "\ud800" }, "note"],
    ["in the name of a field", { name: "Acme", "\ud800": 1 }, "body"],
    ["in a field whose name the route does not know", { name: "Acme", "c4nary c4nary": "\ud800" }, "body"],
    ["in a list", { name: "Acme", tags: [{ x: ["\udc00"] }] }, "tags"],
    ["alone", "\ud800", "body"],
  ])("%s is refused by the name of the field", async (_, body, field) => {
    const { call } = accountsApi();
    expect(await call("joan", `POST ${ACCOUNTS}`, { body: JSON.stringify(body) })).toMatchObject({
      status: 400,
      body: { code: "invalid_request", fields: [field] },
    });
  });

  it("in a password is refused, and is not replaced by another character", async () => {
    const { call } = authApi();
    const { statusCode, body } = await call(
      jsonEvent(ROUTES.signIn, { ...credentials, password: "x\ud800" }),
    );
    expect([statusCode, body]).toEqual([400, expect.stringContaining('"fields":["password"]')]);
  });

  it("in a body of any depth costs no more than its length", async () => {
    const { call } = accountsApi();
    const body = `${"[".repeat(8_000)}"\\ud800"${"]".repeat(8_000)}`;
    expect((await call("joan", `POST ${ACCOUNTS}`, { body })).status).toBe(400);
  });
});

it("a body that is not UTF-8 is refused", async () => {
  const { call } = accountsApi();
  const body = Buffer.concat([Buffer.from('{"name":"Acme'), Buffer.from([0xc3]), Buffer.from('"}')]).toString(
    "base64",
  );
  expect(await call("joan", `POST ${ACCOUNTS}`, { body, isBase64Encoded: true })).toMatchObject({
    status: 400,
    body: { fields: ["body"] },
  });
});

it.each([
  ["a surrogate", "grantee=group:%ED%A0%80", ["grantee"]],
  ["half a character", "limit=1&cursor=%C3%28&grantee=a+b", ["cursor"]],
  ["a byte of no character", "%FF=1&limit=%FF", ["query", "limit"]],
  ["no escape", "limit=%zz", ["limit"]],
])(
  "bytes of a query that are not UTF-8 are refused by the name of the parameter: %s",
  async (_, rawQuery, fields) => {
    const { call } = authApi();
    const event = { ...jsonEvent(ROUTES.signIn, credentials), rawQueryString: rawQuery };
    const { statusCode, body } = await call(event);
    expect([statusCode, JSON.parse(body ?? "{}").fields]).toEqual([400, fields]);
  },
);

it.each(["a\ufffd", "\ud800"])(
  "bytes of a path that are not UTF-8 are refused by the name: %j",
  async (user_id) => {
    const { call } = accountsApi();
    const pathParameters = { account_id: "acc-1", user_id };
    const route = "POST /api/accounts/{account_id}/members/{user_id}/suspend";
    const answer = await call("ada", route, { pathParameters });
    expect([answer.status, answer.body.fields]).toEqual([400, ["user_id"]]);
  },
);

it("no query string is answered by an error of the service", async () => {
  const query = fc.record(
    { resource: anyText, grantee: anyText, cursor: anyText, limit: anyText },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(query, async (asked) => {
      const { call } = permissionsApi();
      for (const route of [`GET ${ACCOUNT}/grants`, `GET ${ACCOUNT}/resources`, `GET ${TEAMS}`])
        expect((await call("grace", route, { query: asked as Record<string, string> })).status).toBeLessThan(
          500,
        );
    }),
    { numRuns: 60 },
  );
});

describe("the end of a grant", () => {
  it.each([
    "2027-02-30T12:00:00Z",
    "2027-02-29T12:00:00Z",
    "2027-12-31T24:00:00Z",
    "2027-12-31T23:59:60Z",
    "2027-12-31T12:00:00",
    "2027-12-31T12:00:00+02:00",
    "2027-12-31",
    "tomorrow",
  ])("cannot be %s", async (expires_at) => {
    const { call } = permissionsApi();
    const body = { resource: INVOICE, grantee: "user:usr_ada", actions: ["read"], expires_at };
    expect(await call("grace", `PUT ${ACCOUNT}/grants`, { body })).toMatchObject({
      status: 400,
      body: { fields: ["expires_at"] },
    });
  });

  it("is the time that was sent, in whole seconds", async () => {
    const { call } = permissionsApi();
    const expires_at = "2027-12-31T23:59:59.999Z";
    const body = { resource: INVOICE, grantee: "user:usr_ada", actions: ["read"], expires_at };
    const answer = await call("grace", `PUT ${ACCOUNT}/grants`, { body });
    expect(answer.body.expires_at).toBe("2027-12-31T23:59:59.000Z");
  });
});
