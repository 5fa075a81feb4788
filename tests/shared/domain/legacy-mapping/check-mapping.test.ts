import { describe, expect, it } from "@jest/globals";
import { LEGACY_MAPPINGS } from "../../../../shared/config/legacy-mappings/index.js";
import { checkedMapping, problemsOf } from "../../../../shared/domain/legacy-mapping/check-mapping.js";
import type { LegacyMapping } from "../../../../shared/domain/legacy-mapping/mapping.js";

const stage = { roles: ["Admin", "Manager", "Viewer"], groupAttributes: ["custom:department"] };
const check = (mapping: object) => problemsOf(mapping as LegacyMapping, stage);
const attribute = (rule: object) => check({ attributes: [{ from: "field", to: "name", ...rule }] });
const member = { from: "company", accounts: { one: "acc-1" }, role: "Viewer" };
const membership = (rule: object, limits: object = {}) =>
  check({
    attributes: [],
    memberships: { highestRole: "Manager", most: 2, rules: [{ ...member, ...rule }], ...limits },
  });
const group = (values: object, most = 2) =>
  check({ attributes: [], groups: { most, rules: [{ from: "tags", values }] } });

it.each(Object.keys(LEGACY_MAPPINGS))(
  "the mapping %s has no problem on a stage with the usual roles",
  (name) => {
    expect(problemsOf(LEGACY_MAPPINGS[name] ?? { attributes: [] }, stage)).toEqual([]);
  },
);

describe("a mapping", () => {
  it.each([
    "sub",
    "email",
    "email_verified",
    "phone_number_verified",
    "username",
    "custom:user_id",
    "custom:legacy_id",
    "cognito:groups",
    "cognito:user_status",
    "identities",
  ])("cannot fill %s", (to) => {
    expect(attribute({ to })).toEqual([{ at: "attributes[0]", code: "reserved_target" }]);
  });

  it.each(["role", "custom:", "custom:a name", "directory:Name", "directory:", "dev:custom:x", "__proto__"])(
    "cannot fill %s, which is no attribute",
    (to) => {
      expect(attribute({ to })).toEqual([{ at: "attributes[0]", code: "wrong_target" }]);
    },
  );

  it("may fill an attribute that determines groups with listed values only", () => {
    const to = "custom:department";
    expect(attribute({ to, transforms: ["trim"] })).toEqual([
      { at: "attributes[0]", code: "decides_groups" },
    ]);
    expect(attribute({ to, transforms: ["trim", { values: { eng: "Engineering" } }] })).toEqual([]);
    expect(attribute({ to, transforms: [{ values: { eng: "Engineering" } }, "lower"] })).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ["names no transform", "upper" as never, "wrong_transform"],
    ["names two transforms at once", { maxLength: 3, namePart: "given" }, "wrong_transform"],
    ["allows more than Cognito takes", { maxLength: 2_049 }, "wrong_transform"],
    ["allows nothing", { maxLength: 0 }, "wrong_transform"],
    ["lists no value", { values: {} }, "empty_values"],
    ["lists an empty value", { values: { a: " " } }, "wrong_transform"],
    ["has no calling code", { phone: { callingCode: "+49" } }, "wrong_transform"],
    ["has an invalid trunk prefix", { phone: { callingCode: "49", trunkPrefix: "x" } }, "wrong_transform"],
    ["asks for another part of a name", { namePart: "middle" }, "wrong_transform"],
  ])("is not usable when a transform %s", (_, transform, code) => {
    expect(attribute({ transforms: [transform] })).toEqual([{ at: "attributes[0].transforms[0]", code }]);
  });

  it("names no role above its highest one, and no invalid role, account or group", () => {
    expect(membership({})).toEqual([]);
    expect(membership({ role: "Admin" })).toMatchObject([{ code: "role_too_high" }]);
    expect(membership({ role: { from: "role", values: { boss: "Admin" } } })).toMatchObject([
      { at: "memberships.rules[0].role", code: "role_too_high" },
    ]);
    expect(membership({ role: "Owner" })).toMatchObject([{ code: "wrong_role" }]);
    expect(membership({}, { highestRole: "Owner" })).toMatchObject([{ code: "wrong_role" }]);
    expect(membership({ role: { from: "role", values: {} } })).toMatchObject([{ code: "empty_values" }]);
    expect(membership({ accounts: {} })).toMatchObject([{ code: "empty_values" }]);
    expect(membership({ accounts: { one: "acc 1#" } })).toMatchObject([{ code: "wrong_account" }]);
    expect(group({ beta: "beta" })).toEqual([]);
    expect(group({})).toMatchObject([{ code: "empty_values" }]);
    expect(group({ beta: "a b" })).toMatchObject([{ code: "wrong_group" }]);
    expect(group({ boss: "Admins" })).toMatchObject([{ code: "role_group" }]);
  });

  it.each([0, -1, 1.5, 11])("cannot give %p memberships at most", (most) => {
    expect(membership({}, { most })).toMatchObject([{ at: "memberships.most", code: "wrong_limit" }]);
  });

  it.each([0, 21])("cannot give %p groups at most", (most) => {
    expect(group({ beta: "beta" }, most)).toMatchObject([{ at: "groups.most", code: "wrong_limit" }]);
  });

  it("has no unknown key or field, and no more rules than the limit", () => {
    expect(check({ attributes: [], roles: [] })).toEqual([{ at: "mapping", code: "unknown_key" }]);
    expect(attribute({ optional: true })).toEqual([{ at: "attributes[0]", code: "unknown_key" }]);
    expect(attribute({ from: "" })).toEqual([{ at: "attributes[0]", code: "wrong_field" }]);
    const attributes = Array.from({ length: 51 }, () => ({ from: "name", to: "name" }));
    expect(check({ attributes })).toEqual([{ at: "attributes", code: "too_many_rules" }]);
  });

  it("that is not usable reports all its faults, by name and place", () => {
    const attributes = [
      { from: "a", to: "sub" },
      { from: "b", to: "role" },
    ];
    const mapping = { attributes } as unknown as LegacyMapping;
    expect(() => checkedMapping("acme", mapping, stage)).toThrow(
      "the legacy mapping acme is not usable: attributes[0]: reserved_target, attributes[1]: wrong_target",
    );
  });
});
