/**
 * The memberships and groups that follow from a legacy record. Only accounts, roles and groups of the mapping
 * occur, up to its highest role and its limits.
 */
import type { Role } from "../role.js";
import { type LegacyFields, type LegacyRecord, ownField } from "./legacy-fields.js";
import type { CheckedMapping, Entitlements, MembershipRule } from "./mapping.js";

type Granted = Pick<Entitlements, "memberships" | "groups"> & {
  /** What exceeds the mapping's limits, for the audit stream. */
  readonly dropped: readonly string[];
};

export const entitledTo = (mapping: CheckedMapping, fields: LegacyFields): Granted => {
  const { memberships, groups } = mapping;
  const accounts = membershipsFrom(mapping, fields);
  const held = new Set(
    (groups?.rules ?? []).flatMap(({ from, values }) => listed(textsOf(fields, from), values)),
  );
  const dropped: string[] = [];
  const most = <Each>(what: string, all: readonly Each[], limit: number): Each[] => {
    if (all.length > limit) dropped.push(`${what}:too_many`);
    return all.slice(0, limit);
  };
  return {
    memberships: most("memberships", [...accounts], memberships?.most ?? 0).map(
      ([systemAccountId, role]) => ({
        systemAccountId,
        role,
      }),
    ),
    groups: most("groups", [...held], groups?.most ?? 0),
    dropped,
  };
};

/** The highest mapped role for each account. */
const membershipsFrom = ({ memberships, roles }: CheckedMapping, fields: LegacyFields): Map<string, Role> => {
  const found = new Map<string, Role>();
  if (memberships === undefined) return found;
  const allowed = roles.slice(roles.indexOf(memberships.highestRole));
  for (const rule of memberships.rules) {
    for (const entry of entriesOf(fields, rule.from)) {
      const account = typeof entry === "string" ? entry : ownField(entry, rule.account ?? "");
      const systemAccountId = account === undefined ? undefined : ownField(rule.accounts, account);
      if (systemAccountId === undefined) continue;
      const held = [...rolesOf(rule, entry, fields), found.get(systemAccountId)];
      const role = allowed.find((each) => held.includes(each));
      if (role !== undefined) found.set(systemAccountId, role);
    }
  }
  return found;
};

const rolesOf = ({ role }: MembershipRule, entry: string | LegacyRecord, fields: LegacyFields): Role[] => {
  if (typeof role === "string") return [role];
  const held = typeof entry === "string" ? textsOf(fields, role.from) : [ownField(entry, role.from) ?? ""];
  return listed(held, role.values);
};

const entriesOf = (fields: LegacyFields, name: string): readonly (string | LegacyRecord)[] => {
  const held = ownField(fields, name);
  if (held === undefined) return [];
  return typeof held === "string" ? [held] : held;
};

const textsOf = (fields: LegacyFields, name: string): string[] =>
  entriesOf(fields, name).filter((each) => typeof each === "string");

const listed = <Value>(held: readonly string[], values: Readonly<Record<string, Value>>): Value[] =>
  held.flatMap((each) => ownField(values, each) ?? []);
