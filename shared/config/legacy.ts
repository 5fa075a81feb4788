/** The system that people migrate from. */
import { parseGroupRules } from "../domain/group-rules.js";
import { checkedMapping } from "../domain/legacy-mapping/check-mapping.js";
import type { CheckedMapping } from "../domain/legacy-mapping/mapping.js";
import { type Roles, roleNames } from "../domain/role.js";
import { LEGACY_MAPPINGS } from "./legacy-mappings/index.js";
import { type Environment, required, secureAddress, whole } from "./reading.js";

/** Undefined where a stage says that there is no such system. */
export const legacy = (environment: Environment) => {
  const pauseMs = whole(environment, "LEGACY_PAUSE_MS", 10_000);
  const { LEGACY_SYSTEM, LEGACY_TABLE } = environment;
  if (LEGACY_SYSTEM === "none") return undefined;
  if (LEGACY_SYSTEM === "table") {
    if (!LEGACY_TABLE) required(environment, "LEGACY_TABLE");
    return { kind: "table" as const, table: LEGACY_TABLE ?? "", pauseMs };
  }
  const [kind, url = "", secret = ""] = required(
    environment,
    "LEGACY_SYSTEM",
    "LEGACY_SYSTEM_URL",
    "LEGACY_SYSTEM_SECRET",
  );
  if (kind !== "http") throw new Error("LEGACY_SYSTEM is neither none, http nor table");
  return {
    kind: "http" as const,
    url: secureAddress("LEGACY_SYSTEM_URL", url),
    secret,
    deadlineMs: whole(environment, "LEGACY_DEADLINE_MS", 3000),
    pauseMs,
  };
};

/**
 * The mapping that the stage names, held to the stage's roles and group rules: what decides groups is not
 * for a legacy system to choose freely.
 */
export const legacyMapping = (environment: Environment, roles: Roles): CheckedMapping => {
  const [name = ""] = required(environment, "LEGACY_MAPPING");
  const mapping = Object.hasOwn(LEGACY_MAPPINGS, name) ? LEGACY_MAPPINGS[name] : undefined;
  if (mapping === undefined) throw new Error("LEGACY_MAPPING is not one of the legacy mappings");
  const rules = parseGroupRules(environment.GROUP_RULES || "[]", roles);
  const groupAttributes = rules.map(({ attribute }) => attribute);
  return checkedMapping(name, mapping, { roles: roleNames(roles), groupAttributes });
};
