import { issueKeyFields, rotateKeyFields } from "../../../shared/edge/api-key-fields.js";
import { API_KEY, LAST_PAGE } from "../examples.js";
import { PAGED, type Tag } from "../operation.js";
import { apiKeys, newApiKey } from "../schemas/keys.js";

const shown = {
  description: "The key. Only this response shows its text.",
  schema: newApiKey,
  example: { key: "idl_dev_Qm4xT7bV2nKc9LpZ_3fK8sW1pR6yD0hG5jL2zX7cV4bN9mQ_aB3dE5", ...API_KEY },
};

export const API_KEYS: Tag = {
  name: "API keys",
  description: "Of an account, for its Admins.",
  operations: {
    "GET /api/accounts/{account_id}/keys": {
      id: "listApiKeys",
      summary: "The API keys of an account",
      description: "In the order of their ids, without revoked ones.",
      guard: "user",
      parameters: PAGED,
      answers: {
        200: { description: "A page.", schema: apiKeys, example: { items: [API_KEY], ...LAST_PAGE } },
      },
      errors: ["role_required"],
    },
    "POST /api/accounts/{account_id}/keys": {
      id: "issueApiKey",
      summary: "Issue a key",
      description: "It is shown once. Needs a step-up for `api-keys`.",
      guard: "user",
      once: true,
      body: {
        schema: issueKeyFields,
        example: { name: "nightly export", role: "Viewer", expires_in_days: 90 },
      },
      answers: { 201: shown },
      errors: ["role_required", "step_up_required"],
    },
    "POST /api/accounts/{account_id}/keys/{key_id}/rotate": {
      id: "rotateApiKey",
      summary: "Give a key a new secret",
      description: "The old one stays valid for the overlap. Needs a step-up for `api-keys`.",
      guard: "user",
      once: true,
      body: { schema: rotateKeyFields, example: { overlap_seconds: 3600 } },
      answers: { 200: shown },
      errors: ["not_found", "role_required", "step_up_required"],
    },
    "DELETE /api/accounts/{account_id}/keys/{key_id}": {
      id: "revokeApiKey",
      summary: "Revoke a key",
      description: "With all its secrets, from the next request on.",
      guard: "user",
      answers: { 204: { description: "The key is revoked." } },
      errors: ["conflict", "not_found", "role_required"],
    },
  },
};
