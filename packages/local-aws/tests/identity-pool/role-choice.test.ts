import { describe, expect, it } from "@jest/globals";
import type { RoleMapping } from "../../src/identity-pool/declared.js";
import { type Claims, chooseRole } from "../../src/identity-pool/role-choice.js";

const rule = (match: string, value: string, roleArn = "chosen") => ({ claim: "role", match, value, roleArn });
const mappingOf = (change: Partial<RoleMapping>): RoleMapping => ({
  ...{ type: "Rules", ambiguous: "Deny", rules: [] },
  ...change,
});
const choose = (change: Partial<RoleMapping>, claims: Claims) =>
  chooseRole({ authenticatedRole: "default" }, { mapping: mappingOf(change) }, claims);

describe("a rule", () => {
  it.each([
    ["Equals", "Admin", "Admin", true],
    ["Equals", "Admin", "admin", false],
    ["NotEqual", "Admin", "Viewer", true],
    ["NotEqual", "Admin", "Admin", false],
    ["StartsWith", "Ad", "Admin", true],
    ["StartsWith", "min", "Admin", false],
    ["Contains", "dmi", "Admin", true],
    ["Contains", "x", "Admin", false],
    ["Like", "Admin", "Admin", false],
  ])("%s %p fits %p: %p", (match, value, role, fits) => {
    expect(choose({ rules: [rule(match, value)] }, { role })).toBe(fits ? "chosen" : undefined);
  });

  it("that comes first decides", () => {
    const rules = [rule("Equals", "Viewer", "first"), rule("Contains", "View", "second")];
    expect(choose({ rules }, { role: "Viewer" })).toBe("first");
  });

  it("fits no claim that is not there, not even one that should differ", () => {
    expect(choose({ rules: [rule("NotEqual", "Admin")] }, {})).toBeUndefined();
    expect(choose({ rules: [{ ...rule("NotEqual", "x"), claim: "toString" }] }, {})).toBeUndefined();
  });
});

it("a claim that is not a string matches no rule", () => {
  const rules = [rule("Contains", "Admin"), rule("NotEqual", "x")];
  for (const role of [["Admin"], { Admin: true }, 1, true, null])
    expect(choose({ rules }, { role })).toBeUndefined();
});

it("whom no rule matches gets the default role only if the pool allows it", () => {
  expect(choose({ ambiguous: "AuthenticatedRole" }, {})).toBe("default");
  expect(choose({ ambiguous: "Deny" }, {})).toBeUndefined();
  expect(chooseRole({ authenticatedRole: "default" }, { mapping: undefined }, {})).toBe("default");
});

it("a mapping by token takes the role that the token prefers", () => {
  const claims = { "cognito:preferred_role": "preferred" };
  expect(choose({ type: "Token" }, claims)).toBe("preferred");
  expect(choose({ type: "Token" }, { "cognito:preferred_role": ["preferred"] })).toBeUndefined();
});
