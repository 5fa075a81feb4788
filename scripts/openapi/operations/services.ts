import { keyFields, tokenFields } from "../../../shared/edge/validate-fields.js";
import { ACTIVE_ACCOUNT } from "../examples.js";
import type { Tag } from "../operation.js";
import { introspection, legacyIdentity, validKey } from "../schemas/keys.js";
import { accountProbe, demoCaller, iamProbe, openProbe } from "../schemas/probe.js";

const identity = {
  200: {
    description: "Both ids of the user.",
    schema: legacyIdentity,
    example: { legacy_id: "legacy-42", user_id: "usr_ada", state: "LINKED" },
  },
} as const;

export const SERVICES: Tag = {
  name: "Services",
  description: "For services that sign their requests with an IAM identity.",
  operations: {
    "POST /key/validate": {
      id: "validateKey",
      summary: "The account and role of an API key",
      description: "Every invalid key gets the same answer. If a key cannot be checked: deny access.",
      guard: "iam",
      body: {
        schema: keyFields,
        example: { key: "idl_dev_Qm4xT7bV2nKc9LpZ_3fK8sW1pR6yD0hG5jL2zX7cV4bN9mQ_aB3dE5" },
      },
      answers: {
        200: {
          description: "The key is valid.",
          schema: validKey,
          example: {
            valid: true,
            key_id: "Qm4xT7bV2nKc9LpZ",
            ...ACTIVE_ACCOUNT,
            role: "Viewer",
            scopes: ["read"],
          },
        },
      },
      errors: ["invalid_key"],
    },
    "POST /api/token/validate": {
      id: "validateToken",
      summary: "Token introspection",
      description: "As RFC 7662 describes it. If a token cannot be checked: deny access.",
      guard: "iam",
      body: {
        schema: tokenFields,
        example: { token: "eyJraWQiOiJhIn0.eyJ1c2UiOiJhIn0.c2ln", account_id: "acct_northwind" },
        form: true,
      },
      answers: {
        200: {
          description: "Whether the token is valid, and its claims.",
          schema: introspection,
          examples: {
            active: {
              active: true,
              token_type: "Bearer",
              client_id: "5l1mrk9o2n3p4q5r6s7t8u9v0w",
              jti: "0b9d2f66-6d0e-4c7f-9f0d-2f6f7a4f3c11",
              sub: "4f0c6a52-3d0a-4c6e-9d43-0c8f6f1b2a77",
              username: "4f0c6a52-3d0a-4c6e-9d43-0c8f6f1b2a77",
              scope: "identity/self",
              exp: 1798762500,
              user_id: "usr_ada",
              email: "ada@example.com",
              account: ACTIVE_ACCOUNT,
            },
            inactive: { active: false },
          },
        },
      },
    },
    "GET /api/legacy-ids/{legacyId}": {
      id: "findByLegacyId",
      summary: "The user of a legacy id",
      description: "Also for services that still use the legacy system.",
      guard: "iam",
      answers: identity,
      errors: ["not_found"],
    },
    "GET /api/users/{userId}/legacy-id": {
      id: "findLegacyIdOfUser",
      summary: "The legacy id of a user",
      description: "Also for services that still use the legacy system.",
      guard: "iam",
      answers: identity,
      errors: ["not_found"],
    },
  },
};

export const PROBES: Tag = {
  name: "Probes",
  description: "Routes that show whether a deployment guards its routes.",
  operations: {
    "GET /api/probe/open": {
      id: "probeOpen",
      summary: "A route without a guard",
      description: "Open to every caller.",
      guard: "public",
      answers: { 200: { description: "Open.", schema: openProbe, example: { guard: "none" } } },
    },
    "GET /api/probe/iam": {
      id: "probeIam",
      summary: "A route for IAM identities",
      description: "The roles of the identity pool may call it.",
      guard: "iam",
      answers: {
        200: {
          description: "The identity that signed.",
          schema: iamProbe,
          example: { guard: "iam", caller: "arn:aws:sts::111122223333:assumed-role/reader/session" },
        },
      },
    },
    "GET /api/probe/account": {
      id: "probeAccount",
      summary: "A route behind the authorizer",
      description: "In the account of `x-account-id`, or the active one.",
      guard: "user_or_key",
      parameters: ["AccountHeader"],
      answers: {
        200: {
          description: "The caller.",
          schema: accountProbe,
          example: {
            guard: "authorizer",
            credential: "token",
            user_id: "usr_ada",
            key_id: null,
            system_account_id: "acct_northwind",
            role: "Admin",
            scopes: ["read", "write"],
          },
        },
      },
    },
  },
};

const GUEST = { user: null, groups: [], is_admin: false, is_viewer: false };
const caller = {
  200: { description: "Who calls.", schema: demoCaller, example: GUEST },
} as const;

export const DEMO: Tag = {
  name: "Demo",
  description: "Who calls. Only in stages with the demo.",
  operations: {
    "GET /test/plain": {
      id: "demoPlain",
      summary: "Without a guard",
      description: "Shows the user of the ID token, if there is one.",
      guard: "public",
      parameters: ["IdTokenHeader"],
      answers: caller,
      errors: ["invalid_token"],
    },
    "GET /test/public": {
      id: "demoPublic",
      summary: "For IAM identities",
      description: "Guests of the identity pool too.",
      guard: "iam",
      parameters: ["IdTokenHeader"],
      answers: caller,
      errors: ["invalid_token"],
    },
    "GET /test/auth": {
      id: "demoAuth",
      summary: "For IAM identities except guests",
      description: "For users of the identity pool, and for other identities that may invoke the route.",
      guard: "iam",
      parameters: ["IdTokenHeader"],
      answers: caller,
      errors: ["invalid_token"],
    },
  },
};
