/** Requests and responses about API keys, and those of services. */
import * as z from "zod/mini";
import { issueKeyFields, rotateKeyFields } from "../../../shared/edge/api-key-fields.js";
import { keyFields, tokenFields } from "../../../shared/edge/validate-fields.js";
import { named } from "../named-schema.js";
import { pageOf } from "./page.js";
import { accountOfSession } from "./sign-in.js";

const EXPIRES_IN = "For how many days the key is valid.";

named("NewApiKeyWish", issueKeyFields, {
  properties: {
    role: "Without it: the lowest role of the stage.",
    scopes: "Without them: all scopes of the role.",
    expires_in_days: EXPIRES_IN,
  },
});
named("Rotation", rotateKeyFields, {
  properties: { overlap_seconds: "For how long the old secret stays valid.", expires_in_days: EXPIRES_IN },
});
named("KeyToValidate", keyFields);
named("TokenToValidate", tokenFields, {
  properties: { account_id: "A system account id. Without it: the active account of the token." },
});

export const apiKeyId = named("ApiKeyId", z.string().check(z.regex(/^[A-Za-z0-9]{16}$/)));
const keyResponse = {
  key_id: apiKeyId,
  name: z.string(),
  role: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(["ACTIVE", "EXPIRED"]),
  issued_by: z.string(),
  issued_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  previous_until: z.nullable(z.iso.datetime()),
  last_used_at: z.nullable(z.iso.datetime()),
};
const KEY_WORDS = {
  issued_by: "The user who issued or last rotated it.",
  previous_until: "When the last old secret expires.",
  last_used_at: "Accurate to the hour.",
};
const apiKey = named("ApiKey", z.strictObject(keyResponse), { properties: KEY_WORDS });
export const apiKeys = pageOf("ApiKeyPage", apiKey);
export const newApiKey = named(
  "NewApiKey",
  z.strictObject({
    key: z.string().check(z.regex(/^idl_[A-Za-z0-9-]{1,32}_[A-Za-z0-9]{16}_[A-Za-z0-9]{30}_[A-Za-z0-9]{6}$/)),
    ...keyResponse,
  }),
  { properties: { ...KEY_WORDS, key: "The text of the key, which no other response has." } },
);

export const validKey = named(
  "ValidKey",
  z.strictObject({
    valid: z.literal(true),
    key_id: z.string(),
    system_account_id: z.string(),
    visible_account_id: z.string(),
    cell_id: z.string(),
    role: z.string(),
    scopes: z.array(z.string()),
  }),
  { properties: { key_id: "Of a key of the legacy system: `legacy-` and a keyed hash of the key." } },
);

const inactive = named("InactiveToken", z.strictObject({ active: z.literal(false) }), {
  description: "The same for every token that is not valid.",
});
const active = named(
  "ActiveToken",
  z.strictObject({
    active: z.literal(true),
    token_type: z.optional(z.literal("Bearer")),
    sub: z.string(),
    username: z.string(),
    client_id: z.optional(z.string()),
    scope: z.string(),
    exp: z.int(),
    jti: z.optional(z.string()),
    user_id: z.string(),
    email: z.string(),
    account: z.nullable(accountOfSession),
  }),
  {
    description:
      "`token_type`, `client_id` and `jti` are those of an access token. The cookie of sister sites has none.",
    properties: { scope: "Separated by spaces." },
  },
);
export const introspection = named("Introspection", z.union([active, inactive]));

export const legacyIdentity = named(
  "LegacyIdentity",
  z.strictObject({
    legacy_id: z.string(),
    user_id: z.string(),
    state: z.enum(["PREPARED", "APPROVED", "LINKED"]),
  }),
  { description: "Both ids of a user." },
);
