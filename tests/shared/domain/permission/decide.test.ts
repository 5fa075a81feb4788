import { describe, expect, it } from "@jest/globals";
import {
  decide,
  explain,
  heldUntil,
  type Question,
  RULES,
} from "../../../../shared/domain/permission/decide.js";
import { accountOf, membershipOf, NOW, profileOf } from "../../../support/users.js";
import { grantOf, INVOICE, NOW_SECONDS, now, questionOf, settings } from "./questions.js";

const answer = (change: Partial<Question> = {}) => decide(questionOf(change), settings, now);
const team = { affiliation: { projects: [], teams: ["team_1"] }, teams: ["team_1"] };
const standingAs = (role: string): Pick<Question, "standing"> => ({
  standing: { ...questionOf().standing, membership: membershipOf({ role }) },
});

describe("a permission", () => {
  it.each<[string, Partial<Question>, object]>([
    ["owner", { facts: { ownerId: "usr_ada" }, action: "approve" }, { rule: "owner" }],
    ["user_grant", { grants: [grantOf()] }, { rule: "user_grant", grantee: "user:usr_ada" }],
    [
      "team_grant",
      { ...team, grants: [grantOf({ grantee: "team:team_1" })] },
      { rule: "team_grant", grantee: "team:team_1" },
    ],
    [
      "group_grant",
      { grants: [grantOf({ grantee: "group:finance" })] },
      { rule: "group_grant", grantee: "group:finance" },
    ],
    [
      "role_grant",
      { grants: [grantOf({ grantee: "role:Viewer" })] },
      { rule: "role_grant", grantee: "role:Viewer" },
    ],
    ["role_default", standingAs("Manager"), { rule: "role_default" }],
    [
      "department",
      {
        facts: { department: "Finance" },
        affiliation: { department: "Finance", projects: [], teams: [] },
      },
      { rule: "department" },
    ],
    [
      "project",
      { facts: { project: "Apollo" }, affiliation: { projects: ["Gemini", "Apollo"], teams: [] } },
      { rule: "project" },
    ],
  ])("is given by the rule %s", (_, change, expected) => {
    expect(answer(change)).toEqual({ allowed: true, ...expected });
  });

  it.each<[string, Partial<Question>]>([
    ["user_unknown", { standing: {} }],
    [
      "user_inactive",
      { standing: { ...questionOf().standing, profile: profileOf({ status: "SUSPENDED" }) } },
    ],
    ["not_a_member", { standing: { profile: profileOf(), account: accountOf() } }],
    [
      "membership_inactive",
      { standing: { ...questionOf().standing, membership: membershipOf({ status: "INVITED" }) } },
    ],
    [
      "account_inactive",
      { standing: { ...questionOf().standing, account: accountOf({ status: "CLOSED" }) } },
    ],
    ["action_unknown", { action: "approve-twice" }],
    ["expired", { grants: [grantOf({ expiresAtSeconds: NOW_SECONDS })] }],
    ["no_rule", {}],
  ])("is refused with the reason %s", (reason, change) => {
    expect(answer({ facts: {}, ...change })).toEqual({ allowed: false, reason });
  });

  it.each<[string, Partial<Question>]>([
    ["another account", { grants: [grantOf({ systemAccountId: "acc-2" })] }],
    ["another resource", { grants: [grantOf({ resource: "invoice/2025-2" })] }],
    [
      "a grant of before they left the account",
      {
        standing: { ...questionOf().standing, membership: membershipOf({ role: "Viewer", leftAt: NOW }) },
        grants: [grantOf()],
      },
    ],
    ["another user", { grants: [grantOf({ grantee: "user:usr_grace" })] }],
    ["a user whose id begins alike", { grants: [grantOf({ grantee: "user:usr_ada2" })] }],
    ["a team that was deleted", { ...team, teams: [], grants: [grantOf({ grantee: "team:team_1" })] }],
    ["a team that they are not in", { teams: ["team_2"], grants: [grantOf({ grantee: "team:team_2" })] }],
    ["a group in other casing", { grants: [grantOf({ grantee: "group:Finance" })] }],
    ["a higher role", { grants: [grantOf({ grantee: "role:Manager" })] }],
    ["a lesser action", { action: "write", grants: [grantOf()] }],
    ["the same department nowhere named", { affiliation: { projects: [], teams: [] } }],
  ])("is not given by %s", (_, change) => {
    expect(answer(change)).toEqual({ allowed: false, reason: "no_rule" });
  });

  it.each([
    ["read", ["read"]],
    ["write", ["read", "write"]],
    ["approve", ["approve"]],
    ["admin", ["read", "write", "admin", "approve"]],
  ])("to %s contains %j and nothing else", (held, contained) => {
    const grants = [grantOf({ actions: [held] })];
    const all = ["read", "write", "admin", "approve"];
    expect(all.filter((action) => answer({ grants, action }).allowed)).toEqual(contained);
  });

  it.each<[string, Partial<Question>]>([
    ["that another user owns", { facts: { ownerId: "usr_grace" } }],
    [
      "of another department",
      {
        facts: { department: "Sales" },
        affiliation: { department: "Finance", projects: [], teams: [] },
      },
    ],
    [
      "of another project",
      { facts: { project: "Apollo" }, affiliation: { projects: ["Gemini"], teams: [] } },
    ],
  ])("is not given by a resource %s", (_, change) => {
    expect(answer(change)).toEqual({ allowed: false, reason: "no_rule" });
  });

  it.each([
    ["lasts longest", [5, 9], "group:sales"],
    ["has no end", [undefined, 9], "group:finance"],
    ["comes first by name, of those that end together", [9, 9], "group:finance"],
  ] as const)("of several grants of one rule is given by the one that %s", (_, ends, grantee) => {
    const standing = { ...questionOf().standing, profile: profileOf({ groups: ["finance", "sales"] }) };
    const grants = ["group:finance", "group:sales"].map((held, index) => {
      const seconds = ends[index];
      return grantOf({ grantee: held, ...(seconds && { expiresAtSeconds: NOW_SECONDS + seconds }) });
    });
    const expected = { allowed: true, rule: "group_grant", grantee };
    expect(answer({ standing, grants })).toEqual(expected);
    expect(answer({ standing, grants: grants.toReversed() })).toEqual(expected);
  });

  it("ends at the second of its expiry", () => {
    const grants = [grantOf({ expiresAtSeconds: NOW_SECONDS + 1 })];
    const at = (milliseconds: number) =>
      decide(questionOf({ grants }), settings, new Date(now.getTime() + milliseconds)).allowed;
    expect([at(0), at(999), at(1000), at(1001)]).toEqual([true, true, false, false]);
  });

  it("has the first rule of the order as its reason, when several allow it", () => {
    const change: Partial<Question> = {
      ...standingAs("Manager"),
      facts: { ownerId: "usr_ada", department: "Finance", project: "Apollo" },
      affiliation: { department: "Finance", projects: ["Apollo"], teams: ["team_1"] },
      teams: ["team_1"],
      grants: ["user:usr_ada", "team:team_1", "group:finance", "role:Manager"].map((grantee) =>
        grantOf({ grantee }),
      ),
    };
    const { decision, steps } = explain(questionOf(change), settings, now);
    expect(decision).toEqual({ allowed: true, rule: "owner" });
    expect(steps.map(({ rule, outcome }) => [rule, outcome])).toEqual(RULES.map((rule) => [rule, "allows"]));
  });

  it("is explained by each rule, with the grant that ended", () => {
    const expiresAtSeconds = NOW_SECONDS - 60;
    const { steps } = explain(questionOf({ grants: [grantOf({ expiresAtSeconds })] }), settings, now);
    expect(steps[1]).toEqual({
      rule: "user_grant",
      outcome: "expired",
      grantee: "user:usr_ada",
      expiresAtSeconds,
    });
    expect(steps.filter(({ outcome }) => outcome === "silent")).toHaveLength(RULES.length - 1);
  });

  it("lasts until the end of its last reason", () => {
    const until = (...ends: (number | undefined)[]) =>
      heldUntil(
        explain(
          questionOf({
            ...team,
            grants: ends.map((expiresAtSeconds, index) =>
              grantOf({ grantee: ["user:usr_ada", "team:team_1"][index] ?? "", expiresAtSeconds }),
            ),
          }),
          settings,
          now,
        ),
      );
    expect(until(NOW_SECONDS + 5, NOW_SECONDS + 9)).toBe(NOW_SECONDS + 9);
    expect(until(NOW_SECONDS + 5, undefined)).toBe(Number.POSITIVE_INFINITY);
    expect(until(NOW_SECONDS - 5)).toBeUndefined();
    expect(until()).toBeUndefined();
  });
});

describe("every role, status and action", () => {
  const ACTIONS = ["read", "write", "admin", "approve"];
  const BY_ROLE = { Admin: ACTIONS, Manager: ["read", "write"], Viewer: [], Owner: [] };
  const cases = Object.entries(BY_ROLE).flatMap(([role, may]) =>
    ["INVITED", "ACTIVE", "SUSPENDED", "REMOVED", "active"].flatMap((member) =>
      ["ACTIVE", "SUSPENDED", "CLOSED", ""].flatMap((account) =>
        ["ACTIVE", "UNCONFIRMED", "SUSPENDED"].map((user) => ({ role, may, member, account, user })),
      ),
    ),
  );

  it.each(cases)("a $role, $member, of an account $account, user $user", (each) => {
    const standing = {
      profile: profileOf({ status: each.user as "ACTIVE" }),
      membership: membershipOf({ role: each.role, status: each.member as "ACTIVE" }),
      account: accountOf({ status: each.account as "ACTIVE" }),
    };
    const active = [each.user, each.member, each.account].every((status) => status === "ACTIVE");
    const allowed = ACTIONS.filter((action) => answer({ standing, action, resource: INVOICE }).allowed);
    expect(allowed).toEqual(active ? each.may : []);
  });
});
