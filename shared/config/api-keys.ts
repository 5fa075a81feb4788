/** API keys: ours, and those of the legacy system. */

import type { ApiKeyPolicy } from "../domain/api-key/api-key-outcome.js";
import { isKeyStage } from "../domain/api-key/format.js";
import { isDay } from "../domain/api-key/legacy-api-key.js";
import { isRole, type Roles } from "../domain/role.js";
import { type Environment, required, secureAddress, whole } from "./reading.js";

const stageOf = (environment: Environment): string => {
  const [stage = ""] = required(environment, "STAGE");
  if (!isKeyStage(stage)) throw new Error("STAGE cannot be named in an API key");
  return stage;
};

/** For functions that make keys and never take one. */
export const issuedApiKeys = (environment: Environment): ApiKeyPolicy => ({
  stage: stageOf(environment),
  legacy: undefined,
});

export const apiKeyPolicy = (environment: Environment, roles: Roles): ApiKeyPolicy => ({
  stage: stageOf(environment),
  legacy: environment.LEGACY_KEYS === "http" ? legacyPolicy(environment, roles) : undefined,
});

const legacyPolicy = (environment: Environment, roles: Roles) => {
  const [sunset = "", role = ""] = required(environment, "LEGACY_KEYS_SUNSET", "LEGACY_KEYS_ROLE");
  if (!isDay(sunset)) throw new Error("LEGACY_KEYS_SUNSET is not a day as YYYY-MM-DD");
  if (!isRole(roles, role)) throw new Error("LEGACY_KEYS_ROLE is not a role of the stage");
  return { sunset, role };
};

/** Where keys of the legacy system are opened and confirmed. Undefined where they count for nothing. */
export const legacyApiKeys = (environment: Environment) => {
  const { LEGACY_KEYS } = environment;
  if (LEGACY_KEYS === "off") return undefined;
  const [kind, url = "", secret = "", keySecret = ""] = required(
    environment,
    "LEGACY_KEYS",
    "LEGACY_SYSTEM_URL",
    "LEGACY_SYSTEM_SECRET",
    "LEGACY_KEYS_SECRET",
  );
  if (kind !== "http") throw new Error("LEGACY_KEYS is neither off nor http");
  return {
    url: secureAddress("LEGACY_SYSTEM_URL", url),
    secret,
    keySecret,
    deadlineMs: whole(environment, "LEGACY_DEADLINE_MS", 2000),
    pauseMs: whole(environment, "LEGACY_PAUSE_MS", 10_000),
  };
};
