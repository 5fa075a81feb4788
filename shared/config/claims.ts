/** The claims of a user in tokens. */
import * as z from "zod/mini";
import type { ClaimPolicy } from "../domain/claim-policy.js";
import { parseGroupRules } from "../domain/group-rules.js";
import type { Roles } from "../domain/role.js";
import { suppressedClaims } from "../domain/suppressed-claims.js";
import { concern, type Problem, problemOf } from "./concern.js";
import { type Form, json, listOf, oneOf, orAbsent } from "./forms.js";
import { rolesForm } from "./roles.js";
import { schema, setting } from "./schema.js";

/** The text of well-formed rules. The concern checks them against the roles. */
export const groupRulesForm: Form<string> = /* @__PURE__ */ orAbsent(
  json("a list of {attribute, value, group} for custom attributes", (_, text) => {
    parseGroupRules(text, []);
    return text;
  }),
  "[]",
);

/** Refuses rules that give the group of a role. */
const rulesAgainstRoles = (rules: string | undefined, roles: Roles | undefined): readonly Problem[] =>
  rules === undefined || roles === undefined
    ? []
    : problemOf("GROUP_RULES", () => parseGroupRules(rules, roles));

const names = /* @__PURE__ */ listOf(
  "standard claims of OpenID Connect, claims of this service or custom: attributes",
  (name) => name,
);
const claimNames: Form<readonly string[]> = {
  takes: names.takes,
  read: (text) => suppressedClaims(names.read(text) ?? []),
  empty: { value: [] },
};

export const claimPolicy = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        CLAIMS_WHEN_UNREADABLE: setting(oneOf("open", "closed")),
        ROLES: setting(rolesForm),
        GROUP_RULES: setting(groupRulesForm),
        SUPPRESSED_CLAIMS: setting(claimNames),
      }),
    ),
  (settings): ClaimPolicy => ({
    whenUnreadable: settings.CLAIMS_WHEN_UNREADABLE,
    roles: settings.ROLES,
    groupRules: parseGroupRules(settings.GROUP_RULES, settings.ROLES),
    suppressed: settings.SUPPRESSED_CLAIMS,
  }),
  ({ GROUP_RULES, ROLES }) => rulesAgainstRoles(GROUP_RULES, ROLES),
);
