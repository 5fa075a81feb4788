/**
 * Maps a legacy record. An invalid value loses its attribute. The audit stream gets the field and the reason,
 * never the value. Only a missing required attribute prevents the migration.
 */
import type { LegacyUser } from "../migration.js";
import { entitledTo } from "./entitlements.js";
import { ownField } from "./legacy-fields.js";
import type { CheckedMapping, Entitlements } from "./mapping.js";
import { mapValue } from "./transforms.js";

export type MappedUser = {
  /** For the pool, without the attributes that the product sets. */
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * For the directory. Memberships and groups only if the legacy system states that the address is verified.
   */
  readonly entitlements: Entitlements;
  /** `<field>:<reason>` of each invalid value. */
  readonly dropped: readonly string[];
  /** Required attributes without a value. */
  readonly missing: readonly string[];
};

const DIRECTORY = "directory:";

export const mapUser = (
  mapping: CheckedMapping,
  { fields, emailVerified }: Pick<LegacyUser, "fields" | "emailVerified">,
): MappedUser => {
  const values = new Map<string, string>();
  const dropped: string[] = [];
  for (const rule of mapping.attributes) {
    const mapped = mapValue(ownField(fields, rule.from), rule);
    if (mapped.kind === "bad") dropped.push(`${rule.from}:${mapped.reason}`);
    if (mapped.kind === "value" && !values.has(rule.to)) values.set(rule.to, mapped.text);
  }
  const required = mapping.attributes.filter((rule) => rule.required).map(({ to }) => to);
  const entitled = emailVerified ? entitledTo(mapping, fields) : NOTHING;
  const of = (directory: boolean) => [...values].filter(([to]) => to.startsWith(DIRECTORY) === directory);
  return {
    attributes: Object.fromEntries(of(false)),
    entitlements: {
      memberships: entitled.memberships,
      groups: entitled.groups,
      attributes: Object.fromEntries(of(true).map(([to, text]) => [to.slice(DIRECTORY.length), text])),
    },
    dropped: [...new Set([...dropped, ...entitled.dropped])],
    missing: [...new Set(required.filter((to) => !values.has(to)))],
  };
};

const NOTHING = { memberships: [], groups: [], dropped: [] };
