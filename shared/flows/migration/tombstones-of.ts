/** The tombstones of a user or of a legacy record: if one of them exists, an operator erased the user. */
import { auditEvent, minuteOf, userSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { tombstoneTexts } from "../../domain/tombstone.js";
import type { Ports } from "../../ports/index.js";

type Named = {
  readonly userId?: string | undefined;
  readonly legacyId?: string | undefined;
  /** Normalised. */
  readonly email?: string | undefined;
};

export const tombstonesOf = (
  { pseudonyms }: Pick<Ports, "pseudonyms">,
  { email, ...ids }: Named,
): Promise<readonly string[]> => {
  const emails = email === undefined ? [] : [email];
  return Promise.all(tombstoneTexts({ ...ids, emails }).map((text) => pseudonyms.of(text)));
};

export type RefuseErasedDeps = Pick<Ports, "audit" | "clock" | "directory" | "pseudonyms">;

/**
 * For a pool user who names ids that the directory does not know. The pool may be a restored one, and grants and teams
 * keep the user id after the erasure: they must not be anyone's again.
 *
 * @throws AuthError `invalid_credentials` if the user was erased.
 */
export const refuseErasedUser = async (
  deps: RefuseErasedDeps,
  { userId, legacyId, sub }: { readonly userId: string; readonly legacyId?: string; readonly sub: string },
): Promise<void> => {
  if (!(await deps.directory.isErased(await tombstonesOf(deps, { userId, legacyId })))) return;
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("signin.denied", {
      subject: userSubject(userId),
      key: `${userId}/user_erased/${minuteOf(at)}`,
      at,
      details: { userId, sub, reason: "user_erased" },
    }),
  );
  throw new AuthError("invalid_credentials");
};
