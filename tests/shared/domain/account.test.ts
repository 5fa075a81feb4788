import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { judgeStanding } from "../../../shared/domain/account.js";
import { accountClaims, mergeGroups, userClaims } from "../../../shared/domain/claims.js";
import { DEFAULT_ROLES } from "../../../shared/domain/role.js";
import { needsAccount, requestedAccount } from "../../../shared/domain/route-access.js";
import { accountOf, membershipOf, profileOf } from "../../support/users.js";

const userStatus = fc.constantFrom(
  "UNCONFIRMED",
  "ACTIVE",
  "SUSPENDED",
  "active",
  "",
) as fc.Arbitrary<"ACTIVE">;
const memberStatus = fc.constantFrom(
  "INVITED",
  "ACTIVE",
  "SUSPENDED",
  "REMOVED",
  "Active",
) as fc.Arbitrary<"ACTIVE">;
const accountStatus = fc.constantFrom("ACTIVE", "SUSPENDED", "CLOSED", "DELETED") as fc.Arbitrary<"ACTIVE">;
const standing = fc.record({
  profile: fc.option(
    userStatus.map((status) => profileOf({ status })),
    { nil: undefined },
  ),
  membership: fc.option(
    memberStatus.map((status) => membershipOf({ status })),
    { nil: undefined },
  ),
  account: fc.option(
    accountStatus.map((status) => accountOf({ status })),
    { nil: undefined },
  ),
});

describe("a user's standing in an account", () => {
  it("is active only if user, membership and account are ACTIVE, in this spelling", () => {
    fc.assert(
      fc.property(standing, (of) => {
        const all = [of.profile?.status, of.membership?.status, of.account?.status];
        expect(judgeStanding(of).kind).toBe(
          all.every((status) => status === "ACTIVE") ? "active" : "refused",
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [{}, "user_unknown"],
    [{ profile: profileOf({ status: "SUSPENDED" }) }, "user_inactive"],
    [{ profile: profileOf() }, "not_a_member"],
    [{ profile: profileOf(), account: accountOf() }, "not_a_member"],
    [{ profile: profileOf(), membership: membershipOf({ status: "INVITED" }) }, "membership_inactive"],
    [{ profile: profileOf(), membership: membershipOf({ status: "REMOVED" }) }, "not_a_member"],
    [{ profile: profileOf(), membership: membershipOf() }, "account_inactive"],
    [{ membership: membershipOf(), account: accountOf() }, "user_unknown"],
  ])("names the first reason that refuses (%#)", (of, reason) => {
    expect(judgeStanding(of)).toEqual({ kind: "refused", reason });
  });
});

describe("groups", () => {
  const names = fc.array(fc.string());
  it("of the pool are kept in their order, each once", () => {
    fc.assert(
      fc.property(names, names, (pool, ours) => {
        const merged = mergeGroups(pool, ours);
        expect(merged).toEqual([...new Set(merged)]);
        expect(merged.slice(0, new Set(pool).size)).toEqual([...new Set(pool)]);
        expect(new Set(merged)).toEqual(new Set([...pool, ...ours]));
        expect(mergeGroups(merged, ours)).toEqual(merged);
      }),
    );
  });

  it.each(["Admin", "Manager", "Viewer"])("of a role are different for each (%s)", (role) => {
    const active = { profile: profileOf(), membership: membershipOf({ role }), account: accountOf() };
    expect(accountClaims(profileOf(), active, DEFAULT_ROLES).groups).toEqual([`${role.toLowerCase()}s`]);
  });
});

describe("claims", () => {
  it("of a user name the legacy id only where there is one", () => {
    expect(userClaims("usr_ada", undefined).claims).toEqual({ user_id: "usr_ada" });
    expect(userClaims("usr_ada", "legacy-42").claims).toEqual({ user_id: "usr_ada", legacy_id: "legacy-42" });
  });

  it("without an ACTIVE membership contain no account, role or cell", () => {
    const { claims } = accountClaims(profileOf({ activeAccountId: "acc-1" }), undefined, DEFAULT_ROLES);
    expect(Object.keys(claims).sort()).toEqual(["membership_count", "membership_version", "user_id"]);
  });
});

describe("the account of a request", () => {
  it.each([
    [undefined, undefined, { kind: "none" }],
    ["acc-1", undefined, { kind: "account", id: "acc-1" }],
    [undefined, "acc-1", { kind: "account", id: "acc-1" }],
    ["acc-1", "acc-1", { kind: "account", id: "acc-1" }],
    ["acc-1", "acc-2", { kind: "contradiction" }],
    ["acc-1", "", { kind: "contradiction" }],
  ])("in path %p and header %p is %j", (path, header, expected) => {
    expect(requestedAccount(path, header)).toEqual(expected);
  });

  it("is required by every route except those about the user", () => {
    expect(needsAccount("GET /api/account/me")).toBe(false);
    expect(["$default", "POST /api/account/me", "GET /api/account/me/", ""].every(needsAccount)).toBe(true);
  });
});
