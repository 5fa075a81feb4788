/** Requests and responses about permissions, grants, resources and teams. */
import * as z from "zod/mini";
import { RULES } from "../../../shared/domain/permission/decide.js";
import {
  actionField,
  checkFields,
  explainFields,
  grantFields,
  resourceField,
  resourceFields,
} from "../../../shared/edge/permission-fields.js";
import { affiliationFields, teamFields } from "../../../shared/edge/team-fields.js";
import { granteeField, idField, labelField } from "../../../shared/edge/text-fields.js";
import { named } from "../named-schema.js";
import { pageOf } from "./page.js";

const WHOSE = "Whose permission. Without it: the caller's.";

named("PermissionCheck", checkFields, { properties: { user_id: WHOSE } });
named("PermissionQuestion", explainFields, { properties: { user_id: WHOSE } });
named("GrantRequest", grantFields, {
  properties: {
    expires_at: {
      format: "date-time",
      description: "In UTC (`Z`). Fractions of a second are cut. Without it: valid until it is revoked.",
    },
  },
});
named("ResourceDescription", resourceFields);
named("TeamName", teamFields);
named("AffiliationRequest", affiliationFields);

const rule = named("PermissionRule", z.enum(RULES));
const refusal = named(
  "PermissionRefusal",
  z.enum([
    "user_unknown",
    "user_inactive",
    "not_a_member",
    "membership_inactive",
    "account_inactive",
    "action_unknown",
    "expired",
    "no_rule",
  ]),
);
const asked = { resource: resourceField, action: actionField };
const allowed = {
  ...asked,
  allowed: z.literal(true),
  rule,
  grantee: z.optional(granteeField),
};
const denied = { ...asked, allowed: z.literal(false), reason: refusal };
const decision = named("PermissionDecision", z.union([z.strictObject(allowed), z.strictObject(denied)]));
export const results = named(
  "PermissionResults",
  z.strictObject({ results: z.array(decision).check(z.maxLength(25)) }),
);
const steps = z.array(
  named(
    "PermissionStep",
    z.strictObject({
      rule,
      outcome: z.enum(["allows", "expired", "silent"]),
      grantee: z.optional(granteeField),
      expires_at: z.optional(z.iso.datetime()),
    }),
  ),
);
export const explanation = named(
  "PermissionExplanation",
  z.union([z.strictObject({ ...allowed, steps }), z.strictObject({ ...denied, steps })]),
  { description: "The decision, and the result of every rule." },
);

export const grant = named(
  "PermissionGrant",
  z.strictObject({
    resource: resourceField,
    grantee: granteeField,
    actions: z.array(actionField),
    granted_by: idField,
    granted_at: z.iso.datetime(),
    expires_at: z.nullable(z.iso.datetime()),
  }),
);
export const grants = pageOf("GrantPage", grant);

export const resource = named(
  "ResourceFacts",
  z.strictObject({
    resource: resourceField,
    owner_id: z.nullable(z.string()),
    department: z.nullable(z.string()),
    project: z.nullable(z.string()),
  }),
);

export const team = named("Team", z.strictObject({ team_id: idField, name: labelField }));
export const teams = pageOf("TeamPage", team);
export const teamMembers = pageOf(
  "TeamMemberPage",
  named("TeamMember", z.strictObject({ user_id: idField })),
);
export const affiliation = named(
  "Affiliation",
  z.strictObject({
    department: z.nullable(z.string()),
    projects: z.array(labelField),
    teams: z.array(idField),
  }),
);
