import { describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import fc from "../../packages/local-aws/tests/support/property.js";
import { AuthError } from "../../shared/domain/errors.js";
import { type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { authorizerEvent } from "../support/http-events.js";
import { rejectionOf } from "../support/public-words.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf, SUB } from "../support/users.js";

const bearer = { authorization: "Bearer good" };
const member: MemorySeed = {
  now: NOW,
  tokens: { good: principalOf({ activeAccountId: "acc-1" }), bare: principalOf({ userId: undefined }) },
  profiles: [profileOf()],
  accounts: [accountOf()],
  memberships: [membershipOf()],
};
const ask = (seed: MemorySeed, change: Parameters<typeof authorizerEvent>[0]) => {
  const ports = memoryPorts(seed);
  return { ports, answer: authorizer(ports)(authorizerEvent(change)) };
};

const context = {
  user_id: "usr_ada",
  username: SUB,
  email: "ada@example.com",
  system_account_id: "acc-1",
  visible_account_id: "A-1001",
  cell_id: "cell-7",
  role: "Manager",
  scopes: "aws.cognito.signin.user.admin",
  credential: "token",
  sub: SUB,
  session_id: "session-1",
  key_id: "",
};

describe("a member of the account", () => {
  it.each([
    ["in the path", { headers: bearer, pathParameters: { account_id: "acc-1" } }],
    ["in the header", { headers: { ...bearer, "x-account-id": "acc-1" } }],
    [
      "whose token is in the header of keys",
      { headers: { "x-api-key": "Bearer good", "x-account-id": "acc-1" } },
    ],
    [
      "in the header, whatever its casing",
      { headers: { Authorization: "bearer good", "X-Account-Id": "acc-1" } },
    ],
    [
      "in path and header alike",
      { headers: { ...bearer, "x-account-id": "acc-1" }, pathParameters: { account_id: "acc-1" } },
    ],
    ["in the token's claim", { headers: bearer }],
  ])("passes for the account %s, with a context of plain text", async (_, change) => {
    const { ports, answer } = ask(member, change);
    expect(await answer).toEqual({ isAuthorized: true, context });
    expect(ports.metrics.counted).toEqual(["auth_lambda_success"]);
    expect(ports.audit.events).toEqual([]);
    const { routeKey: source, requestId } = authorizerEvent(change).requestContext;
    const fields = { durationMs: 0, source, requestId, outcome: "allow" };
    expect(ports.logger.lines).toEqual([{ level: "info", message: "authorize", fields }]);
  });

  it("is found by their sub when the token does not name them", async () => {
    const change = { headers: { authorization: "Bearer bare", "x-account-id": "acc-1" } };
    expect(await ask(member, change).answer).toEqual({ isAuthorized: true, context });
  });
});

it("two headers that name an account are denied, whatever their casing", async () => {
  for (const second of ["acc-1", "acc-2", ""]) {
    const headers = { ...bearer, "x-account-id": "acc-1", "X-Account-Id": second };
    expect(await ask(member, { headers }).answer).toEqual({ isAuthorized: false });
  }
});

describe("a route about the user", () => {
  const change = { headers: { authorization: "Bearer bare" }, routeKey: "GET /api/account/me" };
  it("is open to a user who is in no account yet, with empty account values", async () => {
    const { answer } = ask({ ...member, memberships: [] }, change);
    expect(await answer).toEqual({
      isAuthorized: true,
      context: { ...context, system_account_id: "", visible_account_id: "", cell_id: "", role: "" },
    });
  });

  it.each([
    ["who was removed from it", { memberships: [membershipOf({ status: "REMOVED" })] }],
    ["who is suspended in it", { memberships: [membershipOf({ status: "SUSPENDED" })] }],
    ["whose account is closed", { accounts: [accountOf({ status: "CLOSED" })] }],
  ] as const)("is open, without an account, to a user %s while the token still names it", async (_, seed) => {
    const { ports, answer } = ask({ ...member, ...seed }, { ...change, headers: bearer });
    expect(await answer).toMatchObject({ isAuthorized: true, context: { system_account_id: "", role: "" } });
    expect(ports.audit.events).toEqual([]);
    const named = { headers: { ...bearer, "x-account-id": "acc-1" }, routeKey: change.routeKey };
    expect(await ask({ ...member, ...seed }, named).answer).toEqual({ isAuthorized: false });
  });

  it.each(["SUSPENDED", "UNCONFIRMED"] as const)("is closed to an %s user", async (status) => {
    const { answer } = ask({ ...member, profiles: [profileOf({ status })] }, change);
    expect(await answer).toEqual({ isAuthorized: false });
  });
});

describe("a caller without a valid token", () => {
  it.each([
    ["no header", {}],
    ["an empty header", { authorization: "" }],
    ["another scheme", { authorization: "Basic Z29vZA==" }],
    ["no scheme", { authorization: "good" }],
    ["two tokens", { authorization: "Bearer good, Bearer good" }],
    ["a list", { authorization: "Bearer good,bad" }],
    ["a token and more", { authorization: "Bearer good x" }],
    ["an invalid token", { authorization: "Bearer forged" }],
    [
      "a token twice, in headers of different casing",
      { authorization: "Bearer good", Authorization: "Bearer good" },
    ],
    ["a token and a key", { authorization: "Bearer good", "x-api-key": "key" }],
    ["a key", { "x-api-key": "key" }],
    ["a token in an account header", { "x-account-id": "Bearer good" }],
  ])("gets exactly Unauthorized for %s", async (_, headers) => {
    const { ports, answer } = ask(member, { headers, pathParameters: { account_id: "acc-1" } });
    const thrown = await rejectionOf(answer);

    expect(thrown.message).toBe("Unauthorized");
    expect(ports.metrics.counted).toContain("authentication_error");
    expect(ports.metrics.counted).toContainEqual(expect.stringMatching(/^authentication_error_[a-z_]+$/));
    expect(ports.metrics.flushes).toBe(1);
    expect(ports.audit.events).toEqual([]);
  });

  it("gets Unauthorized after the session has ended, and nothing about the account", async () => {
    const ports = memoryPorts({ ...member, memberships: [] });
    await ports.sessions.end("session-1");
    const thrown = await rejectionOf(authorizer(ports)(authorizerEvent({ headers: bearer })));
    expect(thrown.message).toBe("Unauthorized");
    expect(ports.metrics.counted).toEqual(["authentication_error_session_ended", "authentication_error"]);
    expect(ports.audit.events).toEqual([]);
  });

  it("leaves the reason in the log, and nothing of the token", async () => {
    const { ports, answer } = ask(
      { ...member, tokens: { "c4nary.token": "expired" } },
      { headers: { authorization: "Bearer c4nary.token" } },
    );
    await rejectionOf(answer);
    expect(ports.logger.lines).toMatchObject([
      { level: "info", fields: { outcome: "unauthenticated", reason: "expired" } },
    ]);
    expect(ports.logger.dump()).not.toContain("c4nary");
  });
});

describe("a failure of ours", () => {
  it("is neither a 401 nor an allow when the directory cannot be read", async () => {
    const ports = memoryPorts(member);
    ports.directory.broken = true;
    const thrown = await rejectionOf(authorizer(ports)(authorizerEvent({ headers: bearer })));

    expect(thrown.message).toBe("Internal");
    expect(ports.metrics.counted).toEqual(["auth_lambda_5xx"]);
    expect(ports.logger.lines).toMatchObject([
      { level: "error", fields: { outcome: "failed", code: "temporarily_unavailable" } },
    ]);
  });

  it("is neither a 401 nor an allow if the key set cannot be fetched", async () => {
    const tokens = { verify: () => Promise.reject(new AuthError("temporarily_unavailable")) };
    const thrown = await rejectionOf(
      authorizer({ ...memoryPorts(member), tokens })(authorizerEvent({ headers: bearer })),
    );
    expect(thrown.message).toBe("Internal");
  });
});

it("takes any headers and answers allow, deny, unauthenticated or a failure, and allows only the member", async () => {
  const header = fc.oneof(fc.constantFrom("Bearer good", "acc-1", "", "Bearer", "acc-2"), fc.string());
  await fc.assert(
    fc.asyncProperty(
      header,
      header,
      fc.option(header, { nil: undefined }),
      async (authorization, account, path) => {
        const change = {
          headers: { authorization, "x-account-id": account },
          ...(path !== undefined && { pathParameters: { account_id: path } }),
        };
        const answer = await ask(member, change).answer.catch((thrown: Error) => thrown.message);
        if (answer === "Unauthorized") return;
        expect(answer).toHaveProperty("isAuthorized", account === "acc-1" && (path ?? "acc-1") === "acc-1");
        expect(authorization).toMatch(/^bearer good$/i);
      },
    ),
  );
});
