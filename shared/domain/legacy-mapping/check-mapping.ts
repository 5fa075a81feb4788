/**
 * Validates a mapping before it is used. The compiler checks the shape. This module checks the rest, above
 * all that no rule sets an attribute that only the product sets.
 */
import { type Role, roleGroup } from "../role.js";
import { checkGroups, checkMemberships } from "./check-entitlements.js";
import { checkTransform } from "./check-transform.js";
import {
  type AttributeRule,
  type CheckedMapping,
  type LegacyMapping,
  STANDARD_TARGETS,
  type Transform,
} from "./mapping.js";
import { field, limitRules, type MappingProblem, onlyKeys, type Report } from "./mapping-problem.js";

/** Set by Cognito, or by the product from the legacy record's id, address and verification. */
const RESERVED: ReadonlySet<string> = new Set([
  "sub",
  "email",
  "email_verified",
  "phone_number_verified",
  "username",
  "preferred_username",
  "identities",
  "updated_at",
  "custom:user_id",
  "custom:legacy_id",
]);

export type StageRules = {
  /** Names of the stage's roles, highest first. */
  readonly roles: readonly Role[];
  /**
   * The attributes that the stage's group rules read. A mapping must list the values of such an attribute,
   * because otherwise the legacy system would decide groups.
   */
  readonly groupAttributes: readonly string[];
};

/** All problems of a mapping; empty if it is valid. */
export const problemsOf = (mapping: LegacyMapping, stage: StageRules): MappingProblem[] => {
  const problems: MappingProblem[] = [];
  const report: Report = (at, code) => problems.push({ at, code });
  onlyKeys(report, "mapping", mapping, ["attributes", "memberships", "groups"]);
  limitRules(report, "attributes", mapping.attributes);
  mapping.attributes.forEach((rule, index) => {
    checkAttribute(report, `attributes[${index}]`, rule, stage.groupAttributes);
  });
  checkMemberships(report, mapping.memberships, stage.roles);
  checkGroups(report, mapping.groups, stage.roles.map(roleGroup));
  return problems;
};

/** @throws Error that names every problem and its position. */
export const checkedMapping = (name: string, mapping: LegacyMapping, stage: StageRules): CheckedMapping => {
  const problems = problemsOf(mapping, stage);
  if (problems.length === 0) return { ...mapping, roles: stage.roles };
  const words = problems.map(({ at, code }) => `${at}: ${code}`).join(", ");
  throw new Error(`the legacy mapping ${name} is not usable: ${words}`);
};

const CUSTOM = /^custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u; // Cognito's own limit for a name
const DIRECTORY = /^directory:[a-z][a-z0-9_]{0,63}$/;

const checkAttribute = (
  report: Report,
  at: string,
  rule: AttributeRule,
  groupAttributes: readonly string[],
): void => {
  onlyKeys(report, at, rule, ["from", "to", "transforms", "required"]);
  field(report, at, rule.from);
  const { to, transforms = [] } = rule;
  if (RESERVED.has(to) || to.startsWith("cognito:")) report(at, "reserved_target");
  else if (!(STANDARD_TARGETS as readonly string[]).includes(to) && !CUSTOM.test(to) && !DIRECTORY.test(to))
    report(at, "wrong_target");
  const last = transforms.at(-1);
  if (groupAttributes.includes(to) && !isList(last)) report(at, "decides_groups");
  transforms.forEach((transform, index) => {
    const code = checkTransform(transform);
    if (code !== undefined) report(`${at}.transforms[${index}]`, code);
  });
};

const isList = (transform: Transform | undefined): boolean =>
  typeof transform === "object" && "values" in transform;
