/** The system that users migrate from. */
import * as z from "zod/mini";
import { parseGroupRules } from "../domain/group-rules.js";
import { checkedMapping } from "../domain/legacy-mapping/check-mapping.js";
import type { CheckedMapping } from "../domain/legacy-mapping/mapping.js";
import { type Roles, roleNames } from "../domain/role.js";
import { groupRulesForm } from "./claims.js";
import { concern, type Problem, problemOf } from "./concern.js";
import { oneOf, optional, secretName, secureUrl, tableName, wholeNumber } from "./forms.js";
import { LEGACY_MAPPINGS } from "./legacy-mappings/index.js";
import { rolesForm } from "./roles.js";
import { schema, setting } from "./schema.js";

const NEEDED = {
  none: [],
  http: ["LEGACY_SYSTEM_URL", "LEGACY_SYSTEM_SECRET"],
  table: ["LEGACY_TABLE"],
} as const;

/** Not so for LEGACY_SYSTEM_URL: it counts for keys of the legacy system too, so that the functions of both get it. */
const tableWithoutSystem = (system: string | undefined, table: string | undefined): readonly Problem[] =>
  system !== undefined && system !== "table" && table !== undefined
    ? [{ setting: "LEGACY_TABLE", words: "is set, but LEGACY_SYSTEM is not table" }]
    : [];

/** Undefined if the stage has no legacy system. */
export const legacy = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        LEGACY_SYSTEM: setting(oneOf("none", "http", "table")),
        LEGACY_SYSTEM_URL: setting(optional(secureUrl)),
        LEGACY_SYSTEM_SECRET: setting(optional(secretName)),
        LEGACY_TABLE: setting(optional(tableName)),
        LEGACY_DEADLINE_MS: setting(wholeNumber(100, 4000)),
        LEGACY_PAUSE_MS: setting(wholeNumber(0, 600_000)),
      }),
    ),
  (settings) => {
    const { LEGACY_SYSTEM_URL: url, LEGACY_SYSTEM_SECRET: secret, LEGACY_TABLE: table } = settings;
    const { LEGACY_DEADLINE_MS: deadlineMs, LEGACY_PAUSE_MS: pauseMs } = settings;
    if (settings.LEGACY_SYSTEM === "table" && table) return { kind: "table" as const, table, pauseMs };
    if (settings.LEGACY_SYSTEM === "none" || !url || !secret) return undefined;
    return { kind: "http" as const, url, secret, deadlineMs, pauseMs };
  },
  (settings): readonly Problem[] => [
    ...NEEDED[settings.LEGACY_SYSTEM ?? "none"]
      .filter((each) => each in settings && settings[each] === undefined)
      .map((each) => ({
        setting: each,
        words: `is missing; LEGACY_SYSTEM is ${settings.LEGACY_SYSTEM}`,
      })),
    ...tableWithoutSystem(settings.LEGACY_SYSTEM, settings.LEGACY_TABLE),
  ],
);

const isMapping = (name: string): boolean => Object.hasOwn(LEGACY_MAPPINGS, name);
const mappingName = oneOf(...Object.keys(LEGACY_MAPPINGS));

/** For functions that need to know whether there is a legacy system, and have no access to it. */
export const hasLegacySystem = /* @__PURE__ */ concern(
  () => schema(z.object({ LEGACY_SYSTEM: setting(oneOf("none", "http", "table")) })),
  ({ LEGACY_SYSTEM }): boolean => LEGACY_SYSTEM !== "none",
);

/**
 * The mapping of the stage, checked against its roles and group rules: a legacy system must not set attributes that
 * decide groups.
 */
export const legacyMapping = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        LEGACY_MAPPING: setting(mappingName),
        ROLES: setting(rolesForm),
        GROUP_RULES: setting(groupRulesForm),
      }),
    ),
  (settings): CheckedMapping => mappingOf(settings.LEGACY_MAPPING, settings.ROLES, settings.GROUP_RULES),
  ({ LEGACY_MAPPING: name, ROLES: roles, GROUP_RULES: rules }) =>
    name === undefined || roles === undefined || rules === undefined
      ? []
      : problemOf("LEGACY_MAPPING", () => mappingOf(name, roles, rules)),
);

const mappingOf = (name: string, roles: Roles, rulesText: string): CheckedMapping => {
  const mapping = isMapping(name) ? LEGACY_MAPPINGS[name] : undefined;
  if (mapping === undefined) throw new Error("there is no such mapping");
  const groupAttributes = parseGroupRules(rulesText, []).map(({ attribute }) => attribute);
  return checkedMapping(name, mapping, { roles: roleNames(roles), groupAttributes });
};
