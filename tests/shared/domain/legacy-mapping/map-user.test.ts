import { describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { sample } from "../../../../shared/config/legacy-mappings/sample.js";
import { groupsByAttribute } from "../../../../shared/domain/group-rules.js";
import { checkedMapping } from "../../../../shared/domain/legacy-mapping/check-mapping.js";
import { legacyFields } from "../../../../shared/domain/legacy-mapping/legacy-fields.js";
import { mapUser } from "../../../../shared/domain/legacy-mapping/map-user.js";
import type { LegacyMapping } from "../../../../shared/domain/legacy-mapping/mapping.js";
import { migratedAttributes } from "../../../../shared/domain/migration.js";

const groupRule = { attribute: "custom:department", value: "Engineering", group: "engineering" };
const stage = { roles: ["Admin", "Manager", "Viewer"], groupAttributes: [groupRule.attribute] };
const mapped = (mapping: LegacyMapping, raw: object, emailVerified = true) =>
  mapUser(checkedMapping("test", mapping, stage), { fields: legacyFields(raw), emailVerified });

const ada = {
  name: "Ada King Lovelace",
  locale: "en_gb",
  mobile: "+44 20 7946 0000",
  department: " ENG ",
  newsletter: 1,
  companies: [
    { number: "1001", role: "staff" },
    { number: "1001", role: "admin" },
    { number: "2002", role: "janitor" },
    { number: "3003", role: "admin" },
  ],
  tags: ["early-adopter", "admins"],
};

describe("a legacy record through a mapping", () => {
  it("is attributes for the pool and the directory, and memberships and groups that the mapping names", () => {
    expect(mapped(sample, ada)).toEqual({
      attributes: {
        name: "Ada King Lovelace",
        given_name: "Ada King",
        family_name: "Lovelace",
        locale: "en-GB",
        phone_number: "+442079460000",
        "custom:department": "Engineering",
      },
      entitlements: {
        memberships: [{ systemAccountId: "acct_northwind", role: "Manager" }],
        groups: ["beta"],
        attributes: { newsletter: "true" },
      },
      dropped: [],
      missing: [],
    });
  });

  it("whose address is not verified brings no membership and no group", () => {
    expect(mapped(sample, ada, false).entitlements).toEqual({
      memberships: [],
      groups: [],
      attributes: { newsletter: "true" },
    });
  });

  it("loses its bad values, and says which fields they were in", () => {
    const { attributes, dropped } = mapped(sample, {
      ...ada,
      mobile: "secret",
      locale: "??",
      department: "hr",
    });
    expect(Object.keys(attributes)).toEqual(["name", "given_name", "family_name"]);
    expect(dropped).toEqual(["locale:not_a_locale", "mobile:not_a_phone_number", "department:not_listed"]);
  });

  it("takes the first rule of an attribute that has a value", () => {
    expect(mapped(sample, { ...ada, given_name: "Augusta" }).attributes).toMatchObject({
      given_name: "Augusta",
      family_name: "Lovelace",
    });
  });

  it("has fields whose names may hold a dot, which is no path into another field", () => {
    const attributes = [{ from: "address.city", to: "custom:city" }] as const;
    expect(mapped({ attributes }, { "address.city": "London" }).attributes).toEqual({
      "custom:city": "London",
    });
    expect(mapped({ attributes }, { address: { city: "London" } }).attributes).toEqual({});
  });

  it("without a valid value for a required attribute names the attribute", () => {
    const attributes = [
      { from: "staff_number", to: "custom:staff", required: true },
      { from: "number", to: "custom:staff", transforms: [{ maxLength: 3 }] },
    ] as const;
    expect(mapped({ attributes }, {}).missing).toEqual(["custom:staff"]);
    expect(mapped({ attributes }, { number: "1234" })).toMatchObject({
      missing: ["custom:staff"],
      dropped: ["number:too_long"],
    });
    expect(mapped({ attributes }, { number: "123" }).missing).toEqual([]);
  });

  it("of a system with one role for all users accepts text and lists, up to the mapping's limit", () => {
    const mapping: LegacyMapping = {
      attributes: [],
      memberships: {
        highestRole: "Viewer",
        most: 2,
        rules: [{ from: "firm", accounts: { a: "acc-a", b: "acc-b", c: "acc-c" }, role: "Viewer" }],
      },
      groups: { most: 1, rules: [{ from: "firm", values: { a: "one", b: "two" } }] },
    };
    const accountsOf = (raw: object) =>
      mapped(mapping, raw).entitlements.memberships.map(({ systemAccountId }) => systemAccountId);
    expect(accountsOf({ firm: "b" })).toEqual(["acc-b"]);
    expect(accountsOf({ firm: ["c", "a", "a", "b"] })).toEqual(["acc-c", "acc-a"]);
    expect(mapped(mapping, { firm: ["c", "a", "a", "b"] })).toMatchObject({
      entitlements: { groups: ["one"] },
      dropped: ["memberships:too_many", "groups:too_many"],
    });
  });
});

const words = fc.oneof(
  fc.constantFrom(
    "Admin",
    "admin",
    "staff",
    "1001",
    "2002",
    "acct_globex",
    "eng",
    "engineering",
    "early-adopter",
  ),
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "true", "usr_1", "Engineering"),
  fc.string(),
);
const names = fc.oneof(
  fc.constantFrom("companies", "number", "role", "tags", "department", "groups", "sub", "email_verified"),
  fc.constantFrom("custom:user_id", "custom:legacy_id", "cognito:groups", "custom:department", "__proto__"),
  words,
);
const values = fc.oneof(
  words,
  fc.boolean(),
  fc.integer(),
  fc.array(fc.oneof(words, fc.dictionary(names, fc.oneof(words, fc.integer())))),
  fc.dictionary(names, fc.anything()),
  fc.anything(),
);

describe("whatever a legacy system says", () => {
  it("it creates no attribute, account, role or group that the mapping does not name", () => {
    const targets = new Set<string>(sample.attributes.map(({ to }) => to));
    fc.assert(
      fc.property(fc.dictionary(names, values), fc.boolean(), (raw, emailVerified) => {
        const { attributes, entitlements } = mapped(sample, raw, emailVerified);
        const user = { id: "legacy-1", email: "ada@example.com", emailVerified, fields: legacyFields(raw) };
        const given = migratedAttributes(user, "usr_ada", attributes);

        expect(Object.keys(attributes).filter((name) => !targets.has(name))).toEqual([]);
        expect(given).toMatchObject({
          ...{ "custom:legacy_id": "legacy-1", "custom:user_id": "usr_ada" },
          ...{ email: "ada@example.com", email_verified: String(emailVerified) },
        });
        expect(["Engineering", "Sales", undefined]).toContain(given["custom:department"]);
        expect([[], ["engineering"]]).toContainEqual(groupsByAttribute([groupRule], given));
        expect(Object.keys(entitlements.attributes).filter((name) => name !== "newsletter")).toEqual([]);
        expect(emailVerified ? [[], ["beta"]] : [[]]).toContainEqual(entitlements.groups);
        for (const { systemAccountId, role } of entitlements.memberships) {
          expect(emailVerified).toBe(true);
          expect(["acct_northwind", "acct_globex"]).toContain(systemAccountId);
          expect(["Manager", "Viewer"]).toContain(role);
        }
      }),
    );
  });
});
