import { describe, expect, it } from "@jest/globals";
import { granteeParts, granteesOf } from "../../../../shared/domain/permission/grant.js";
import { isResource, typeOf } from "../../../../shared/domain/permission/resource.js";
import { knowsAction, parseTypeRules, typeRule } from "../../../../shared/domain/permission/type-rules.js";
import { DEFAULT_ROLES, parseRoles } from "../../../../shared/domain/role.js";

describe("permission rules", () => {
  it("of a stage that configures none know the standard actions, and no pattern gives anything", () => {
    const rules = parseTypeRules("{}", DEFAULT_ROLES);
    expect(typeRule(rules, "invoice")).toEqual({ actions: [], department: [], project: [] });
    expect(
      ["read", "write", "admin", "approve"].filter((each) => knowsAction(rules, "invoice", each)),
    ).toEqual(["read", "write", "admin"]);
  });

  it("of a type stand for it alone, and those of * for every type without its own", () => {
    const rules = parseTypeRules(
      '{"*":{"department":["read"]},"invoice":{"project":["write"]}}',
      DEFAULT_ROLES,
    );
    expect(typeRule(rules, "invoice").department).toEqual([]);
    expect(typeRule(rules, "constructor").department).toEqual(["read"]);
  });

  it.each([
    ["[]", "must be an object"],
    ["null", "must be an object"],
    ['{"Invoice":{}}', "the permission rule of Invoice is not well formed"],
    ['{"invoice":[]}', "is not well formed"],
    ['{"invoice":null}', "is not well formed"],
    ['{"invoice":{"team":["read"]}}', "is not well formed"],
    ['{"invoice":{"actions":"approve"}}', "is not well formed"],
    ['{"invoice":{"actions":["Approve"]}}', "is not well formed"],
    [
      '{"invoice":{"department":["approve"]}}',
      "the permission rule of invoice has the unknown action approve",
    ],
    ['{"__proto__":{"actions":["x"]}}', "is not well formed"],
  ])("are not %s", (text, words) => {
    expect(() => parseTypeRules(text, DEFAULT_ROLES)).toThrow(words);
  });

  it("name every action that a role has", () => {
    const roles = parseRoles(
      '[{"role":"Admin","permissions":{"*":["admin"]}},{"role":"Clerk","permissions":{"invoice":["approve"]}}]',
    );
    expect(() => parseTypeRules("{}", roles)).toThrow("role Clerk has the unknown action approve");
    expect(parseTypeRules('{"invoice":{"actions":["approve"]}}', roles).invoice?.actions).toEqual([
      "approve",
    ]);
  });
});

it.each([
  ["invoice/2025-1", true],
  ["a/b", true],
  ["invoice/a:b@c.d_e-f", true],
  ["invoice", false],
  ["/x", false],
  ["invoice/", false],
  ["Invoice/1", false],
  ["invoice/1/2", false],
  ["invoice/1#2", false],
  ["invoice/ä", false],
  [`invoice/${"x".repeat(129)}`, false],
])("%p is a resource: %p", (text, expected) => {
  expect(isResource(text)).toBe(expected);
});

it("the type of a resource is what stands before the slash", () => {
  expect(typeOf("invoice/2025-1")).toBe("invoice");
});

it.each([
  ["user:usr_ada", { kind: "user", id: "usr_ada" }],
  ["group:a:b", { kind: "group", id: "a:b" }],
  ["group:", undefined],
  ["user", undefined],
  ["owner:usr_ada", undefined],
  ["group:a b", undefined],
  ["User:usr_ada", undefined],
])("the parts of the grantee %p are %j", (text, expected) => {
  expect(granteeParts(text)).toEqual(expected);
});

it("the grantees of a member are the user, the teams, the groups and the role, each once", () => {
  expect(granteesOf({ userId: "usr_ada", teams: ["t2", "t1", "t2"], groups: ["g"], role: "Viewer" })).toEqual(
    ["user:usr_ada", "team:t1", "team:t2", "group:g", "role:Viewer"],
  );
});
