import {
  checkFields,
  explainFields,
  grantFields,
  resourceFields,
} from "../../../shared/edge/permission-fields.js";
import { LAST_PAGE } from "../examples.js";
import { PAGED, type Tag } from "../operation.js";
import { explanation, grant, grants, resource, results } from "../schemas/permissions.js";

const question = { resource: "invoice/2027-1", action: "read" };
const GRANT = {
  resource: "invoice/2027-1",
  grantee: "user:usr_grace",
  actions: ["read"],
  granted_by: "usr_ada",
  granted_at: "2027-01-01T00:00:00Z",
  expires_at: null,
};
const RESOURCE = {
  resource: "invoice/2027-1",
  owner_id: "usr_ada",
  department: "Finance",
  project: null,
};

export const PERMISSIONS: Tag = {
  name: "Permissions",
  description: "Who may do what on which resource, and why.",
  operations: {
    "POST /api/accounts/{account_id}/permissions/check": {
      id: "checkPermissions",
      summary: "Check up to 25 permissions",
      description: "Of the caller. Admins, and API keys of that role, may ask about other users.",
      guard: "user_or_key",
      body: { schema: checkFields, example: { checks: [question] } },
      answers: {
        200: {
          description: "One result for each check, in their order.",
          schema: results,
          example: { results: [{ ...question, allowed: true, rule: "role_default" }] },
        },
      },
      errors: ["role_required"],
    },
    "POST /api/accounts/{account_id}/permissions/explain": {
      id: "explainPermission",
      summary: "Why a permission holds or not",
      description: "The rule that decides, and the result of every rule.",
      guard: "user_or_key",
      body: { schema: explainFields, example: question },
      answers: {
        200: {
          description: "The decision and its steps.",
          schema: explanation,
          example: {
            ...question,
            allowed: false,
            reason: "no_rule",
            steps: [{ rule: "owner", outcome: "silent" }],
          },
        },
      },
      errors: ["role_required"],
    },
    "GET /api/accounts/{account_id}/grants": {
      id: "listGrants",
      summary: "The grants on a resource, or to a grantee",
      description: "For admins of the resource; or for Admins, and the user themselves.",
      guard: "user",
      parameters: ["OptionalResource", "OptionalGrantee", ...PAGED],
      answers: {
        200: { description: "A page.", schema: grants, example: { items: [GRANT], ...LAST_PAGE } },
      },
      errors: ["permission_required", "role_required"],
    },
    "PUT /api/accounts/{account_id}/grants": {
      id: "grantPermission",
      summary: "Grant actions on a resource",
      description:
        "In place of an earlier grant to the grantee. For admins of the resource, and no longer than their own `admin`.",
      guard: "user",
      body: {
        schema: grantFields,
        example: { resource: "invoice/2027-1", grantee: "user:usr_grace", actions: ["read"] },
      },
      answers: { 200: { description: "The grant.", schema: grant, example: GRANT } },
      errors: ["conflict", "permission_required"],
    },
    "DELETE /api/accounts/{account_id}/grants": {
      id: "revokePermission",
      summary: "Revoke a grant",
      description: "For admins of the resource.",
      guard: "user",
      parameters: ["Resource", "Grantee"],
      answers: { 204: { description: "The grant is revoked." } },
      errors: ["conflict", "not_found", "permission_required"],
    },
    "GET /api/accounts/{account_id}/resources": {
      id: "readResource",
      summary: "The attributes of a resource",
      description: "For users who may read it.",
      guard: "user",
      parameters: ["Resource"],
      answers: { 200: { description: "The attributes.", schema: resource, example: RESOURCE } },
      errors: ["permission_required"],
    },
    "PUT /api/accounts/{account_id}/resources": {
      id: "describeResource",
      summary: "Replace the attributes of a resource",
      description: "For its admins.",
      guard: "user",
      body: {
        schema: resourceFields,
        example: { resource: "invoice/2027-1", owner_id: "usr_ada", department: "Finance" },
      },
      answers: { 200: { description: "The new attributes.", schema: resource, example: RESOURCE } },
      errors: ["conflict", "permission_required"],
    },
  },
};
