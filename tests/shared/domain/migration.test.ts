import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { emailDomain } from "../../../shared/domain/identifier.js";
import { checkedMapping } from "../../../shared/domain/legacy-mapping/check-mapping.js";
import { mapUser } from "../../../shared/domain/legacy-mapping/map-user.js";
import { standard } from "../../../shared/domain/legacy-mapping/standard-mapping.js";
import { isMigratable, type LegacyUser, migratedAttributes } from "../../../shared/domain/migration.js";
import { maySignUp } from "../../../shared/domain/sign-up-policy.js";

const user = (change: Partial<LegacyUser> = {}): LegacyUser => ({
  id: "legacy-42",
  email: "ada@example.com",
  emailVerified: true,
  fields: {},
  ...change,
});

const mapping = checkedMapping("standard", standard, { roles: ["Admin"], groupAttributes: [] });
const migrate = (change: Partial<LegacyUser>) =>
  migratedAttributes(user(change), "usr_ada", mapUser(mapping, user(change)).attributes);

describe("what a legacy system brings into the pool by the standard mapping", () => {
  const GIVEN = ["name", "given_name", "family_name", "locale", "zoneinfo"];
  const OURS = ["username", "email", "email_verified", "custom:legacy_id", "custom:user_id"];
  const names = fc.oneof(
    fc.constantFrom(...GIVEN, ...OURS, "custom:role", "cognito:groups", "__proto__", "sub"),
    fc.string(),
  );

  it("is trimmed, composed and well formed, and left out where nothing is left", () => {
    const fields = { name: "  Zoe\u0308 \ud800", given_name: " \t ", locale: "de-DE\n" };
    expect(migrate({ fields })).toMatchObject({
      name: "Zo\u00eb \ufffd",
      locale: "de-DE",
    });
    expect(migrate({ fields })).not.toHaveProperty("given_name");
  });

  it("is a closed list of text attributes, and never the ids that we mint", () => {
    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), fc.boolean(), (fields, emailVerified) => {
        const migrated = migrate({ fields, emailVerified });
        expect(Object.keys(migrated).filter((name) => ![...GIVEN, ...OURS].includes(name))).toEqual([]);
        expect(Object.values(migrated).every((value) => typeof value === "string" && value !== "")).toBe(
          true,
        );
        expect(migrated).toMatchObject({
          "custom:legacy_id": "legacy-42",
          "custom:user_id": "usr_ada",
          email: "ada@example.com",
          email_verified: String(emailVerified),
        });
      }),
    );
  });

  it("has no attribute that Cognito would refuse for its length", () => {
    const fields = { name: "x".repeat(2_049), given_name: "y".repeat(2_048) };
    const migrated = migrate({ fields });
    expect(migrated).not.toHaveProperty("name");
    expect(migrated.given_name).toHaveLength(2_048);
  });
});

describe("a legacy record can become a user", () => {
  it("when its address is the one that signs in, in any spelling", () => {
    expect(isMigratable(user({ email: " ADA@Example.com" }), "ada@example.com")).toBe(true);
  });

  it.each([
    ["has no id", { id: "" }],
    ["has an id too long for the pool", { id: "x".repeat(257) }],
    ["has no address", { email: "" }],
    ["has something else for an address", { email: "ada" }],
    ["has another user's address", { email: "eve@example.com" }],
  ])("but not when it %s", (_, change) => {
    expect(isMigratable(user(change), "ada@example.com")).toBe(false);
  });
});

describe("a sign-up policy", () => {
  const domain = fc.domain().map((name) => name.toLowerCase());
  it("gives a denial precedence over every permission", () => {
    fc.assert(
      fc.property(
        domain,
        (name) => !maySignUp({ allowedDomains: [name], deniedDomains: [name] }, `ada@${name}`),
      ),
    );
  });

  it("covers sub-domains and nothing that only ends alike", () => {
    fc.assert(
      fc.property(domain, (name) => {
        const policy = { allowedDomains: [name], deniedDomains: [] };
        expect(maySignUp(policy, `ada@a.${name}`)).toBe(true);
        expect(maySignUp(policy, `ada@a${name}`)).toBe(false);
        expect(emailDomain(`ada@${name}`)).toBe(name);
      }),
    );
  });
});
