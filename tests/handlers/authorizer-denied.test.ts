import { describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { authorizerEvent } from "../support/http-events.js";
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

const LEAVE = "DELETE /api/accounts/{account_id}/members/{user_id}";

describe("a former member", () => {
  const removed = { ...member, memberships: [membershipOf({ status: "REMOVED" })] };
  const leaving = (user_id: string, account_id = "acc-1") => ({
    ...{ routeKey: LEAVE, headers: bearer, pathParameters: { account_id, user_id } },
  });

  it("may leave again, without an account", async () => {
    const { answer, ports } = ask(removed, leaving("usr_ada"));
    expect(await answer).toMatchObject({
      isAuthorized: true,
      context: { user_id: "usr_ada", system_account_id: "", role: "" },
    });
    expect(ports.audit.events).toEqual([]);
  });

  it.each<[string, MemorySeed, Parameters<typeof authorizerEvent>[0]]>([
    ["take out another member", removed, leaving("usr_grace")],
    ["leave an account of others", removed, leaving("usr_ada", "acc-2")],
    ["read the member", removed, { ...leaving("usr_ada"), routeKey: LEAVE.replace("DELETE", "GET") }],
    [
      "leave while suspended",
      { ...removed, profiles: [profileOf({ status: "SUSPENDED" })] },
      leaving("usr_ada"),
    ],
    [
      "leave while only invited",
      { ...member, memberships: [membershipOf({ status: "INVITED" })] },
      leaving("usr_ada"),
    ],
  ])("may not %s", async (_, seed, request) => {
    expect(await ask(seed, request).answer).toEqual({ isAuthorized: false });
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
    ["was removed", { memberships: [membershipOf({ status: "REMOVED" })] }, inPath, "not_a_member"],
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
  ])("who %s gets the usual denial, and it is recorded", async (_, seed, change, reason) => {
    const { ports, answer } = ask({ ...member, ...seed }, change);

    expect(await answer).toEqual({ isAuthorized: false });
    expect(ports.metrics.counted).toEqual([`auth_lambda_forbidden_${reason}`, "auth_lambda_forbidden"]);
    expect(ports.audit.events).toMatchObject([
      {
        id: "access.denied/request-1",
        type: "access.denied",
        details: { reason, sub: SUB, sourceIp: "203.0.113.10", requestId: "request-1" },
      },
    ]);
  });

  it("causes no record of an account id that does not exist", async () => {
    const sent = ["c4nary-c4nary", "eyJjdHkiOiJKV1QiLCJlbmMi.c4nary.c4nary.c4nary.c4nary", "acct_c4nary"];
    for (const id of sent) {
      for (const change of [
        { headers: bearer, pathParameters: { account_id: id } },
        { headers: { ...bearer, "x-account-id": id } },
      ]) {
        const { ports, answer } = ask(member, change);
        expect(await answer).toEqual({ isAuthorized: false });
        expect(JSON.stringify([ports.audit.events, ports.logger.lines])).not.toContain("c4nary");
      }
    }
  });

  it("is recorded with the requested account, if it exists", async () => {
    const { ports, answer } = ask({ ...member, memberships: [] }, inPath);
    await answer;
    expect(ports.audit.events).toMatchObject([{ details: { systemAccountId: "acc-1" } }]);
  });

  it("is denied even when the denial cannot be recorded", async () => {
    const ports = memoryPorts({ ...member, memberships: [] });
    ports.audit.broken = true;
    expect(await authorizer(ports)(authorizerEvent(inPath))).toEqual({ isAuthorized: false });
  });

  it("gets independent decisions for different accounts", async () => {
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
