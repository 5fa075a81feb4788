import { describe, expect, it } from "@jest/globals";
import { readTemplateFile } from "../../../packages/local-aws/src/template/template-text.js";
import { accountScopes } from "../../../shared/domain/account-scopes.js";
import { accountClaims } from "../../../shared/domain/claims.js";
import { parseGroupRules } from "../../../shared/domain/group-rules.js";
import {
  ADMIN,
  atLeast,
  DEFAULT_ROLES,
  isRole,
  lowestRole,
  parseRoles,
  roleActions,
  roleGroup,
  roleNames,
} from "../../../shared/domain/role.js";
import { accountOf, membershipOf, profileOf } from "../../support/users.js";

const OWN = parseRoles(
  JSON.stringify([
    { role: "Admin", permissions: { "*": ["admin"] } },
    { role: "Clerk", permissions: { invoice: ["write", "approve"], account: ["read"] } },
    { role: "Guest", permissions: { "*": ["read"], payroll: [] } },
  ]),
);

describe("roles", () => {
  it("of a stage that says nothing are Admin, Manager and Viewer, and serverless.yml says the same", () => {
    const service = readTemplateFile("serverless.yml") as {
      params: { default: Readonly<Record<string, string>> };
    };
    expect(roleNames(DEFAULT_ROLES)).toEqual([ADMIN, "Manager", "Viewer"]);
    expect(parseRoles(service.params.default.roles ?? "")).toEqual(DEFAULT_ROLES);
  });

  it.each([
    ["Admin", "Admin", true],
    ["Admin", "Viewer", true],
    ["Manager", "Manager", true],
    ["Manager", "Admin", false],
    ["Viewer", "Manager", false],
    ["admin", "Viewer", false],
    ["Owner", "Viewer", false],
    ["Admin", "Owner", false],
    [undefined, "Viewer", false],
  ])("rank by their order: %p is at least %p: %p", (held, wanted, enough) => {
    expect(atLeast(DEFAULT_ROLES, held, wanted)).toBe(enough);
  });

  it("give the actions for a type, else those for all types, and none of other roles", () => {
    expect(roleActions(OWN, "Clerk", "invoice")).toEqual(["write", "approve"]);
    expect(roleActions(OWN, "Clerk", "report")).toEqual([]);
    expect(roleActions(OWN, "Guest", "report")).toEqual(["read"]);
    expect(roleActions(OWN, "Guest", "payroll")).toEqual([]);
    expect(roleActions(OWN, "Owner", "report")).toEqual([]);
    expect(roleActions(OWN, undefined, "report")).toEqual([]);
  });

  it.each(["constructor", "toString", "hasOwnProperty"])(
    "have no type %s unless it is configured",
    (type) => {
      expect(roleActions(OWN, "Guest", type)).toEqual(["read"]);
    },
  );

  it("are known by their exact name", () => {
    expect(["Clerk", "clerk", "Manager", ""].map((name) => isRole(OWN, name))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("cover the account scopes that follow from what they may do to the account", () => {
    const own = "aws.cognito.signin.user.admin";
    const scopesOf = (role: string) => accountScopes([own], role, OWN, { leaving: false }).scopesToAdd;
    expect(scopesOf("Admin")).toEqual(["account/read", "account/write", "account/admin"]);
    expect(scopesOf("Clerk")).toEqual(["account/read"]);
    expect(scopesOf("Manager")).toEqual([]);
  });

  it("let no token that an application holds act on its user at Cognito", () => {
    const leaving = { leaving: true };
    const own = "aws.cognito.signin.user.admin";
    expect(accountScopes([own], "Clerk", OWN, leaving)).toEqual({
      scopesToAdd: ["account/read", "identity/self"],
      scopesToSuppress: [own],
    });
    // Of another client, which asks for the scope that only our client may have.
    for (const kept of [leaving, { leaving: false }])
      expect(accountScopes(["openid", "identity/self"], "Clerk", OWN, kept)).toEqual({
        scopesToAdd: [],
        scopesToSuppress: ["identity/self"],
      });
  });

  it("give the group of their name, and none when the stage does not have them", () => {
    const groupsOf = (role: string) =>
      accountClaims(
        profileOf(),
        { profile: profileOf(), membership: membershipOf({ role }), account: accountOf() },
        OWN,
      ).groups;
    expect(groupsOf("Clerk")).toEqual(["clerks"]);
    expect(groupsOf("Manager")).toEqual([]);
    expect(roleGroup("Admin")).toBe("admins");
  });

  it("keep their groups to themselves: no group from before the role existed gives one", () => {
    const profile = profileOf({ groups: ["beta", "clerks", "Guests"] });
    const standing = { profile, membership: membershipOf({ role: "Guest" }), account: accountOf() };
    expect(accountClaims(profile, standing, OWN).groups).toEqual(["beta", "guests"]);
    expect(accountClaims(profile, undefined, OWN).groups).toEqual(["beta"]);
    expect(accountClaims(profile, undefined, DEFAULT_ROLES).groups).toEqual(["beta", "clerks", "Guests"]);
  });

  it("keep their groups to themselves: no group rule gives one", () => {
    const rule = '[{"attribute":"custom:d","value":"x","group":"Clerks"}]';
    expect(() => parseGroupRules(rule, OWN)).toThrow("gives the group of a role");
    expect(parseGroupRules(rule, DEFAULT_ROLES)).toHaveLength(1);
  });
});

const FIRST = '{"role":"Admin","permissions":{"*":["admin"]}}';

it.each([
  ["{}", "not a list"],
  [`[${Array.from({ length: 17 }, () => FIRST).join()}]`, "not a list of at most 16"],
  ["[]", "role 1 is not Admin"],
  [`[{"role":"Clerk","permissions":{}},${FIRST}]`, "role 1 is not Admin"],
  ['[{"role":"Admin","permissions":{"*":["write"]}}]', "role 1 is not Admin"],
  ['[{"role":"Admin","permissions":{"*":["admin"],"invoice":[]}}]', "role 1 is not Admin"],
  [`[${FIRST},${FIRST}]`, "role 2 has the same name as another role"],
  [
    `[${FIRST},{"role":"AuditoR","permissions":{}},{"role":"Auditor","permissions":{}}]`,
    "role 3 has the same name",
  ],
  [`[${FIRST},{"role":"clerk","permissions":{}}]`, "role 2 is not"],
  [`[${FIRST},{"role":"Clerk","permissions":{},"more":1}]`, "role 2 is not"],
  [`[${FIRST},{"role":"Clerk","permissions":null}]`, "role 2 is not"],
  [`[${FIRST},{"role":"Clerk","permissions":{"Invoice":["read"]}}]`, "role 2 is not"],
  [`[${FIRST},{"role":"Clerk","permissions":{"invoice":"read"}}]`, "role 2 is not"],
  [`[${FIRST},{"role":"Clerk","permissions":{"invoice":["Read"]}}]`, "role 2 is not"],
])("takes no %s for roles", (text, words) => {
  expect(() => parseRoles(text)).toThrow(words);
});

it("the lowest role is the last of the stage; a stage without roles has none", () => {
  expect(lowestRole(DEFAULT_ROLES)).toBe("Viewer");
  expect(lowestRole(OWN)).toBe("Guest");
  expect(lowestRole([])).toBeUndefined();
});
