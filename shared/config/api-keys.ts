/** API keys: ours, and those of the legacy system. */
import type { ApiKeyPolicy } from "../domain/api-key/api-key-outcome.js";
import { isDay } from "../domain/timestamp.js";
import { concern, type Problem, plain } from "./concern.js";
import { oneOf, optional, secretName, secureUrl, stageName, text, wholeNumber } from "./forms.js";
import { rolesForm, unknownRole } from "./roles.js";

/** For functions that issue keys and never verify one. */
export const issuedApiKeys = /* @__PURE__ */ concern(
  () => plain({ STAGE: stageName }),
  ({ STAGE }): ApiKeyPolicy => ({ stage: STAGE, legacy: undefined }),
);

const LEGACY_KEYS = /* @__PURE__ */ oneOf("off", "http");

/** The missing settings of a stage that accepts keys of the legacy system. */
const neededForLegacyKeys = (values: Readonly<Record<string, unknown>>): readonly Problem[] =>
  values.LEGACY_KEYS === "http"
    ? Object.keys(values)
        .filter((setting) => values[setting] === undefined)
        .map((setting) => ({ setting, words: "is missing; LEGACY_KEYS is http" }))
    : [];

/** A last day without these keys reads as if the stage still accepted them. */
const sunsetWithoutKeys = (keys: string | undefined, sunset: string | undefined): readonly Problem[] =>
  keys === "off" && sunset !== undefined
    ? [{ setting: "LEGACY_KEYS_SUNSET", words: "is set, but LEGACY_KEYS is off" }]
    : [];

export const apiKeyPolicy = /* @__PURE__ */ concern(
  () =>
    plain({
      STAGE: stageName,
      ROLES: rolesForm,
      LEGACY_KEYS,
      LEGACY_KEYS_SUNSET: optional(text("a day as YYYY-MM-DD", isDay)),
      LEGACY_KEYS_ROLE: optional(text("a role of the stage", (role) => role !== "")),
    }),
  ({ STAGE, LEGACY_KEYS_SUNSET: sunset, LEGACY_KEYS_ROLE: role, ...settings }): ApiKeyPolicy => ({
    stage: STAGE,
    legacy: settings.LEGACY_KEYS === "http" && sunset && role ? { sunset, role } : undefined,
  }),
  (values) => [
    ...neededForLegacyKeys(values),
    ...sunsetWithoutKeys(values.LEGACY_KEYS, values.LEGACY_KEYS_SUNSET),
    ...unknownRole("LEGACY_KEYS_ROLE", values.LEGACY_KEYS_ROLE, values.ROLES),
  ],
);

/** How keys of the legacy system are decrypted and confirmed. Undefined if the stage does not accept them. */
export const legacyApiKeys = /* @__PURE__ */ concern(
  () =>
    plain({
      LEGACY_KEYS,
      LEGACY_SYSTEM_URL: optional(secureUrl),
      LEGACY_SYSTEM_SECRET: optional(secretName),
      LEGACY_KEYS_SECRET: optional(secretName),
      LEGACY_DEADLINE_MS: wholeNumber(100, 4000),
      LEGACY_PAUSE_MS: wholeNumber(0, 600_000),
    }),
  (settings) => {
    const { LEGACY_SYSTEM_URL: url, LEGACY_SYSTEM_SECRET: secret, LEGACY_KEYS_SECRET: keySecret } = settings;
    const { LEGACY_DEADLINE_MS: deadlineMs, LEGACY_PAUSE_MS: pauseMs } = settings;
    if (settings.LEGACY_KEYS === "off" || !url || !secret || !keySecret) return undefined;
    return { url, secret, keySecret, deadlineMs, pauseMs };
  },
  neededForLegacyKeys,
);
