import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { authorizer } from "../../handlers/authorizer.js";
import { type MemorySeed, memoryPorts } from "../../local/memory/ports.js";
import { AuthError } from "../../shared/domain/errors.js";
import { authorizerEvent } from "../support/http-events.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf, SUB } from "../support/people.js";
import { rejectionOf } from "../support/public-words.js";

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
};

describe("a member of the account", () => {
  it.each([
    ["in the path", { headers: bearer, pathParameters: { account_id: "acc-1" } }],
    ["in the header", { headers: { ...bearer, "x-account-id": "acc-1" } }],
    [
      "in the header, whatever its casing",
      { headers: { Authorization: "bearer good", "X-Account-Id": "acc-1" } },
    ],
    [
      "in path and header alike",
      { headers: { ...bearer, "x-account-id": "acc-1" }, pathParameters: { account_id: "acc-1" } },
    ],
    ["in the token's claim", { headers: bearer }],
  ])("trap 51: passes for the account %s, with a context of plain text", async (_, change) => {
    const { ports, answer } = ask(member, change);
    expect(await answer).toEqual({ isAuthorized: true, context });
    expect(ports.metrics.counted).toEqual(["auth_lambda_success"]);
    expect(ports.audit.events).toEqual([]);
  });

  it("is found by their sub when the token does not name them", async () => {
    const change = { headers: { authorization: "Bearer bare", "x-account-id": "acc-1" } };
    expect(await ask(member, change).answer).toEqual({ isAuthorized: true, context });
  });
});

describe("a route about the person", () => {
  const change = { headers: { authorization: "Bearer bare" }, routeKey: "GET /api/account/me" };
  it("is open to a user who is in no account yet, with empty account values", async () => {
    const { answer } = ask({ ...member, memberships: [] }, change);
    expect(await answer).toEqual({
      isAuthorized: true,
      context: { ...context, system_account_id: "", visible_account_id: "", cell_id: "", role: "" },
    });
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
    ["a token in an account header", { "x-account-id": "Bearer good" }],
  ])("trap 49: is told exactly Unauthorized for %s", async (_, headers) => {
    const { ports, answer } = ask(member, { headers, pathParameters: { account_id: "acc-1" } });
    const thrown = await rejectionOf(answer);

    expect(thrown.message).toBe("Unauthorized");
    expect(ports.metrics.counted).toEqual(["authentication_error"]);
    expect(ports.metrics.flushes).toBe(1);
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

describe("a caller who may not", () => {
  const inPath = { headers: bearer, pathParameters: { account_id: "acc-1" } };
  it.each([
    ["has no membership", { memberships: [] }, inPath, "not_a_member"],
    [
      "is only invited",
      { memberships: [membershipOf({ status: "INVITED" })] },
      inPath,
      "membership_inactive",
    ],
    [
      "is suspended there",
      { memberships: [membershipOf({ status: "SUSPENDED" })] },
      inPath,
      "membership_inactive",
    ],
    ["was removed", { memberships: [membershipOf({ status: "REMOVED" })] }, inPath, "membership_inactive"],
    ["is suspended everywhere", { profiles: [profileOf({ status: "SUSPENDED" })] }, inPath, "user_inactive"],
    ["is unknown", { profiles: [] }, inPath, "user_unknown"],
    [
      "asks for a closed account",
      { accounts: [accountOf({ status: "CLOSED" })] },
      inPath,
      "account_inactive",
    ],
    [
      "asks for an account that does not exist",
      {},
      { headers: bearer, pathParameters: { account_id: "acc-9" } },
      "not_a_member",
    ],
    [
      "names two accounts",
      {},
      { headers: { ...bearer, "x-account-id": "acc-2" }, pathParameters: { account_id: "acc-1" } },
      "account_contradiction",
    ],
    [
      "names two accounts in one header",
      {},
      { headers: { ...bearer, "x-account-id": "acc-1,acc-2" } },
      "not_a_member",
    ],
    ["names an account of no length", {}, { headers: { ...bearer, "x-account-id": "" } }, "not_a_member"],
    [
      "names an account in other casing",
      {},
      { headers: { ...bearer, "x-account-id": "ACC-1" } },
      "not_a_member",
    ],
    [
      "names an account that no table could hold",
      {},
      { headers: { ...bearer, "x-account-id": "a".repeat(5000) } },
      "not_a_member",
    ],
    ["names none and has none", {}, { headers: { authorization: "Bearer bare" } }, "account_missing"],
  ])("is denied when they are one who %s, alike and audited", async (_, seed, change, reason) => {
    const { ports, answer } = ask({ ...member, ...seed }, change);

    expect(await answer).toEqual({ isAuthorized: false });
    expect(ports.metrics.counted).toEqual(["auth_lambda_forbidden"]);
    expect(ports.audit.events).toMatchObject([
      {
        id: "access.denied/request-1",
        type: "access.denied",
        details: { reason, sub: SUB, sourceIp: "203.0.113.10", requestId: "request-1" },
      },
    ]);
  });

  it("is denied even when the denial cannot be recorded", async () => {
    const ports = memoryPorts({ ...member, memberships: [] });
    ports.audit.broken = true;
    expect(await authorizer(ports)(authorizerEvent(inPath))).toEqual({ isAuthorized: false });
  });

  it("trap 50: learns nothing from one account about another, request by request", async () => {
    const handler = authorizer(
      memoryPorts({ ...member, accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })] }),
    );
    const answers = await Promise.all(
      ["acc-1", "acc-2", "acc-1"].map((id) =>
        handler(authorizerEvent({ headers: bearer, pathParameters: { account_id: id } })),
      ),
    );
    expect(answers.map(({ isAuthorized }) => isAuthorized)).toEqual([true, false, true]);
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

  it("trap 52: is neither when the key set is out of reach", async () => {
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
