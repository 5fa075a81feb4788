/**
 * The file of `legacy prepare`: one JSON object per line. Errors name the line and the field, never a value.
 */
import * as z from "zod/mini";
import { MOST_GROUPS, refuseGroup } from "../shared/domain/group-name.js";
import { isEmail, normaliseIdentifier } from "../shared/domain/identifier.js";
import { MAX_PREPARED_MEMBERSHIPS, type PreparedUser } from "../shared/domain/prepared-user.js";
import { type Role, roleGroup } from "../shared/domain/role.js";
import { isForeignId, isId, keptGroup } from "../shared/domain/text.js";
import { jsonLines } from "./json-lines.js";

const id = z.string().check(z.refine(isId));
const group = z.pipe(z.pipe(z.string(), z.transform(keptGroup)), z.string());

const schemaOf = (roles: readonly Role[]) =>
  z.strictObject({
    legacyId: z.string().check(z.refine(isForeignId)),
    email: z.string(),
    userId: z.optional(z.string().check(z.regex(/^usr_[\w-]{1,64}$/))),
    groups: z._default(z.array(group).check(z.maxLength(MOST_GROUPS)), []),
    activeAccountId: z.optional(id),
    memberships: z._default(
      z
        .array(
          z.strictObject({
            systemAccountId: id,
            role: z.enum(roles),
            status: z._default(z.enum(["INVITED", "ACTIVE", "SUSPENDED", "REMOVED"]), "ACTIVE"),
          }),
        )
        .check(z.maxLength(MAX_PREPARED_MEMBERSHIPS)),
      [],
    ),
  });

export type PreparedLine =
  | {
      readonly kind: "user";
      readonly line: number;
      readonly user: Omit<PreparedUser, "userId"> & { readonly userId?: string };
    }
  | { readonly kind: "wrong"; readonly line: number; readonly reason: string };

/**
 * Reads and validates the lines; each membership's role must be one of `roles`. @throws UsageError if the
 * file cannot be read.
 */
export async function* preparedLines(file: string, roles: readonly Role[]): AsyncGenerator<PreparedLine> {
  const schema = schemaOf(roles);
  const roleGroups = roles.map(roleGroup);
  const seen = { legacyId: new Map<string, number>(), email: new Map<string, number>() };
  for await (const { line, value } of jsonLines(file)) {
    const read = userFrom(value, schema, roleGroups);
    if (typeof read === "string") {
      yield { kind: "wrong", line, reason: read };
      continue;
    }
    const earlier = seen.legacyId.get(read.legacyId) ?? seen.email.get(read.email);
    if (earlier !== undefined) {
      yield { kind: "wrong", line, reason: `the same legacy id or address as line ${earlier}` };
      continue;
    }
    seen.legacyId.set(read.legacyId, line);
    seen.email.set(read.email, line);
    yield { kind: "user", line, user: read };
  }
}

const userFrom = (value: unknown, schema: ReturnType<typeof schemaOf>, roleGroups: readonly string[]) => {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return `invalid: ${fieldsOf(parsed.error)}`;
  const { userId, activeAccountId, ...user } = parsed.data;
  const email = normaliseIdentifier(user.email);
  if (!isEmail(email)) return "invalid: email";
  const problems = user.groups.map((group) => refuseGroup(group, roleGroups));
  if (problems.includes("wrong_group")) return "invalid: groups";
  if (problems.includes("role_group")) return "invalid: groups contains the group of a role";
  const accounts = user.memberships.map(({ systemAccountId }) => systemAccountId);
  if (new Set(accounts).size < accounts.length) return "invalid: duplicate account in memberships";
  const active = user.memberships.filter(({ status }) => status === "ACTIVE");
  if (
    activeAccountId !== undefined &&
    !active.some(({ systemAccountId }) => systemAccountId === activeAccountId)
  )
    return "invalid: activeAccountId is not an ACTIVE membership";
  return {
    ...user,
    email,
    activeAccountId: activeAccountId ?? active[0]?.systemAccountId,
    ...(userId !== undefined && { userId }),
  };
};

const fieldsOf = ({ issues }: { issues: readonly z.core.$ZodIssue[] }): string =>
  [...new Set(issues.map(({ path }) => path.join(".") || "not a JSON object of the expected form"))].join(
    ", ",
  );
