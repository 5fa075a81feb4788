import { describe, expect, it } from "@jest/globals";
import { tokenValidate } from "../../../handlers/api/token-validate.js";
import { AuthError } from "../../../shared/domain/errors.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { bodyOf } from "../../support/auth-api.js";
import { type HttpChange, httpEvent } from "../../support/http-events.js";
import { asDescribed } from "../../support/openapi.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf, SUB } from "../../support/users.js";

const seed: MemorySeed = {
  now: NOW,
  tokens: { good: principalOf({ activeAccountId: "acc-1" }), bare: principalOf(), "c4nary.token": "expired" },
  profiles: [profileOf()],
  accounts: [accountOf()],
  memberships: [membershipOf()],
};
const SERVICE = "arn:aws:iam::111122223333:role/mail";
const FORM = { "content-type": "application/x-www-form-urlencoded" };

const world = (change: MemorySeed = {}, ports: MemoryPorts = memoryPorts({ ...seed, ...change })) => {
  const send = async (request: HttpChange, userArn: string | undefined = SERVICE) => {
    const event = httpEvent("POST /api/token/validate", { headers: FORM, ...request });
    const requestContext = { ...event.requestContext, authorizer: { iam: { userArn } } };
    const answer = await asDescribed(tokenValidate(ports))({
      ...event,
      requestContext: requestContext as never,
    });
    return { status: answer.statusCode, body: bodyOf(answer) };
  };
  return { ports, send, validate: (body: string) => send({ body }) };
};
const account = {
  system_account_id: "acc-1",
  visible_account_id: "A-1001",
  cell_id: "cell-7",
  role: "Manager",
};
const good = {
  active: true,
  token_type: "Bearer",
  sub: SUB,
  username: SUB,
  client_id: "1example23456789abcdefghij",
  scope: "aws.cognito.signin.user.admin",
  exp: Date.parse(NOW) / 1000 + 900,
  jti: "jti-1",
  user_id: "usr_ada",
  email: "ada@example.com",
  account,
};

describe("a service that asks about a token", () => {
  it.each([
    ["of the active account", "token=good", good],
    ["of the account that it names", "token=bare&account_id=acc-1", good],
    [
      "of the user only, who is in no account",
      "token=bare&token_type_hint=access_token",
      { ...good, account: null },
    ],
  ])("gets the user, and the role in the account %s", async (_, body, expected) => {
    expect(await world().validate(body)).toEqual({ status: 200, body: expected });
  });

  it.each<[string, string, MemorySeed]>([
    ["expired", "token=c4nary.token", {}],
    ["forged", "token=forged", {}],
    ["of a suspended user", "token=good", { profiles: [profileOf({ status: "SUSPENDED" })] }],
    [
      "of a user who was removed",
      "token=good&account_id=acc-1",
      { memberships: [membershipOf({ status: "REMOVED" })] },
    ],
    ["of another account", "token=good&account_id=acc-2", {}],
    ["an account that cannot be", "token=good&account_id=acc 1", {}],
  ])("learns of a token that is %s only that it is not active", async (_, body, change) => {
    const { ports, validate } = world(change);
    expect(await validate(body)).toEqual({ status: 200, body: { active: false } });
    expect(ports.logger.dump()).not.toContain("c4nary");
  });

  it("gets only the user if they are no longer in the account that the token names", async () => {
    const { validate } = world({ memberships: [membershipOf({ status: "REMOVED" })] });
    expect(await validate("token=good")).toEqual({ status: 200, body: { ...good, account: null } });
  });

  it("gets the same answer after the end of its session", async () => {
    const { ports, validate } = world();
    await ports.sessions.end("session-1");
    expect(await validate("token=good")).toEqual({ status: 200, body: { active: false } });
  });

  it.each(["", "token=", "account_id=acc-1", "token=good&token=good", "token=good&account_id="])(
    "gets an error for the malformed request %p",
    async (body) => {
      expect((await world().validate(body)).status).toBe(400);
    },
  );

  it("must send a form of a bounded size", async () => {
    const { send } = world();
    expect(
      (await send({ body: '{"token":"good"}', headers: { "content-type": "application/json" } })).status,
    ).toBe(415);
    expect((await send({ body: `token=${"x".repeat(20_000)}` })).status).toBe(413);
    expect((await send({ body: `token=${"x".repeat(9_000)}` })).status).toBe(400);
  });

  it.each([
    ["token=good&account_id=acc%C3%28", ["account_id"]],
    ["token=%FF&%FF=1", ["token", "body"]],
  ])("must send bytes that are UTF-8: %s", async (body, fields) => {
    expect(await world().validate(body)).toMatchObject({ status: 400, body: { fields } });
  });

  it("is refused without the gateway's authorization", async () => {
    const { ports } = world();
    const event = httpEvent("POST /api/token/validate", { headers: FORM, body: "token=good" });
    expect((await asDescribed(tokenValidate(ports))(event)).statusCode).toBe(403);
  });

  it("gets 503 if validity cannot be checked", async () => {
    const out = memoryPorts(seed);
    out.directory.broken = true;
    expect((await world({}, out).validate("token=good")).status).toBe(503);
    const tokens = { verify: () => Promise.reject(new AuthError("temporarily_unavailable")) };
    expect((await world({}, { ...memoryPorts(seed), tokens }).validate("token=good")).status).toBe(503);
  });
});
