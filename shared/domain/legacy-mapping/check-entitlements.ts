/** Validates the memberships and groups of a mapping. */
import { MOST_GROUPS, refuseGroup } from "../group-name.js";
import type { Role } from "../role.js";
import { isId } from "../text.js";
import type { LegacyMapping } from "./mapping.js";
import { field, limitRules, onlyKeys, type Report } from "./mapping-problem.js";

const MOST_MEMBERSHIPS = 10;

export const checkMemberships = (
  report: Report,
  memberships: LegacyMapping["memberships"],
  stageRoles: readonly Role[],
): void => {
  if (memberships === undefined) return;
  const { highestRole, most, rules } = memberships;
  onlyKeys(report, "memberships", memberships, ["highestRole", "most", "rules"]);
  limitRules(report, "memberships.rules", rules);
  if (!stageRoles.includes(highestRole)) report("memberships.highestRole", "wrong_role");
  limit(report, "memberships.most", most, MOST_MEMBERSHIPS);
  rules.forEach((rule, index) => {
    const at = `memberships.rules[${index}]`;
    onlyKeys(report, at, rule, ["from", "account", "accounts", "role"]);
    for (const name of [rule.from, rule.account ?? rule.from]) field(report, at, name);
    const accounts = Object.values(rule.accounts);
    if (accounts.length === 0) report(`${at}.accounts`, "empty_values");
    if (!accounts.every(isId)) report(`${at}.accounts`, "wrong_account");
    const roles = typeof rule.role === "string" ? [rule.role] : Object.values(rule.role.values);
    if (typeof rule.role === "object") field(report, `${at}.role`, rule.role.from);
    if (roles.length === 0) report(`${at}.role`, "empty_values");
    if (!roles.every((role) => stageRoles.includes(role))) report(`${at}.role`, "wrong_role");
    else if (roles.some((role) => stageRoles.indexOf(role) < stageRoles.indexOf(highestRole)))
      report(`${at}.role`, "role_too_high");
  });
};

export const checkGroups = (
  report: Report,
  groups: LegacyMapping["groups"],
  roleGroups: readonly string[],
): void => {
  if (groups === undefined) return;
  onlyKeys(report, "groups", groups, ["most", "rules"]);
  limitRules(report, "groups.rules", groups.rules);
  limit(report, "groups.most", groups.most, MOST_GROUPS);
  groups.rules.forEach((rule, index) => {
    const at = `groups.rules[${index}]`;
    onlyKeys(report, at, rule, ["from", "values"]);
    field(report, at, rule.from);
    const names = Object.values(rule.values);
    if (names.length === 0) report(at, "empty_values");
    for (const problem of new Set(names.map((name) => refuseGroup(name, roleGroups))))
      if (problem !== undefined) report(at, problem);
  });
};

const limit = (report: Report, at: string, value: number, most: number): void => {
  if (!Number.isSafeInteger(value) || value < 1 || value > most) report(at, "wrong_limit");
};
