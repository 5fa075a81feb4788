/** What the embedded stack uses: every kind of rule once, for the made-up accounts of its directory. */
import type { LegacyMapping } from "../../domain/legacy-mapping/mapping.js";

export const sample = {
  attributes: [
    { from: "name", to: "name", transforms: ["trim", { maxLength: 200 }] },
    { from: "given_name", to: "given_name", transforms: ["trim"] },
    { from: "name", to: "given_name", transforms: [{ namePart: "given" }] },
    { from: "family_name", to: "family_name", transforms: ["trim"] },
    { from: "name", to: "family_name", transforms: [{ namePart: "family" }] },
    { from: "locale", to: "locale", transforms: ["locale"] },
    { from: "zoneinfo", to: "zoneinfo", transforms: ["trim"] },
    { from: "mobile", to: "phone_number", transforms: ["phone"] },
    {
      from: "department",
      to: "custom:department",
      transforms: ["trim", "lower", { values: { eng: "Engineering", sales: "Sales" } }],
    },
    { from: "newsletter", to: "directory:newsletter", transforms: ["boolean"] },
  ],
  memberships: {
    highestRole: "Manager",
    most: 5,
    rules: [
      {
        from: "companies",
        account: "number",
        accounts: { "1001": "acct_northwind", "2002": "acct_globex" },
        role: { from: "role", values: { admin: "Manager", staff: "Viewer" } },
      },
    ],
  },
  groups: { most: 5, rules: [{ from: "tags", values: { "early-adopter": "beta" } }] },
} as const satisfies LegacyMapping;
