/**
 * A legacy system of which only a table of users with password hashes remains. An unknown user costs the same
 * reads and the same hashing as a known one: the table holds a decoy hash, so that both take the same time.
 */
import * as z from "zod/mini";
import { asAuthError } from "../../domain/errors.js";
import { legacyFields } from "../../domain/legacy-mapping/legacy-fields.js";
import type { LegacyUser } from "../../domain/migration.js";
import type { LegacyAnswer, LegacySystem } from "../../ports/index.js";
import { orUnavailable } from "../aws/unavailable.js";
import { type Documents, readAll } from "../dynamo/documents.js";
import { verifyPasswordHash } from "./password-hash.js";

const user = z.looseObject({
  id: z.union([z.string().check(z.minLength(1)), z.int()]),
  email: z.string(),
  email_verified: z.optional(z.boolean()),
  password_hash: z.string(),
  disabled: z.optional(z.boolean()),
});
const decoy = z.looseObject({ password_hash: z.string() });

/** Not a possible sign-in name. Its hash should have the scheme and cost of most users' hashes. */
export const DECOY_NAME = "#decoy";
/** For a table without a decoy: bcrypt of a random value, cost 10. */
export const DEFAULT_DECOY = "$2b$10$abcdefghijklmnopqrstuuT1Yw7c1a6Y5nQyG3f2bZx0pK8sVhJmO";

type Store = { readonly documents: Documents; readonly table: string };

export const dynamoLegacyTable = (store: Store): LegacySystem => ({
  verify: (username, password) =>
    answered(async () => {
      const rows = await read(store, username);
      const known = rows.user === undefined ? undefined : z.safeParse(user, rows.user);
      const stored = known?.data?.password_hash ?? rows.decoy;
      const verdict = await verifyPasswordHash(password, stored);
      if (known === undefined) return { kind: "refused" };
      if (!known.success) return { kind: "unusable", reason: "record_malformed" };
      if (verdict === "too_costly" || verdict === "unknown")
        return { kind: "unusable", reason: `hash_${verdict}` };
      if (verdict === "mismatch" || known.data.disabled === true) return { kind: "refused" };
      return { kind: "match", user: userFrom(known.data) };
    }),
  lookup: (username) =>
    answered(async () => {
      const rows = await read(store, username);
      if (rows.user === undefined) return { kind: "refused" };
      const known = z.safeParse(user, rows.user);
      if (!known.success) return { kind: "unusable", reason: "record_malformed" };
      return known.data.disabled === true
        ? { kind: "refused" }
        : { kind: "match", user: userFrom(known.data) };
    }),
});

const answered = async (ask: () => Promise<LegacyAnswer>): Promise<LegacyAnswer> => {
  try {
    return await ask();
  } catch (thrown) {
    return {
      kind: "unavailable",
      reason: asAuthError(thrown).code === "temporarily_unavailable" ? "unreachable" : "failed",
    };
  }
};

const read = ({ documents, table }: Store, username: string): Promise<{ user: unknown; decoy: string }> =>
  orUnavailable(async () => {
    // BatchGetItem rejects duplicate keys.
    const Keys = [...new Set([username, DECOY_NAME])].map((name) => ({ username: name }));
    // An unread row does not mean that the user does not exist: it is an outage.
    const { [table]: rows = [] } = await readAll(documents, { [table]: Keys });
    const held = z.safeParse(
      decoy,
      rows.find((row) => row.username === DECOY_NAME),
    );
    return {
      user: rows.find((row) => row.username === username && username !== DECOY_NAME),
      decoy: held.success ? held.data.password_hash : DEFAULT_DECOY,
    };
  });

const userFrom = ({ username: _name, password_hash: _hash, ...row }: z.infer<typeof user>): LegacyUser => ({
  id: String(row.id),
  email: row.email,
  emailVerified: row.email_verified === true,
  fields: legacyFields(row),
});
