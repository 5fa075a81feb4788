/** The default mapping: names, language and time zone. No memberships, no groups. */
import type { LegacyMapping } from "./mapping.js";

export const standard = {
  attributes: [
    { from: "name", to: "name", transforms: ["trim"] },
    { from: "given_name", to: "given_name", transforms: ["trim"] },
    { from: "family_name", to: "family_name", transforms: ["trim"] },
    { from: "locale", to: "locale", transforms: ["trim"] },
    { from: "zoneinfo", to: "zoneinfo", transforms: ["trim"] },
  ],
} as const satisfies LegacyMapping;
