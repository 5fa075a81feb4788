/**
 * Refuses a sign-up with the address of a legacy user who is not migrated yet. Otherwise the owner would get
 * a second identity, or an attacker who registers first would hold the address. An e-mail tells the owner to
 * sign in instead, which migrates them. The legacy system is asked whether or not the pool has the address,
 * so that timing reveals nothing.
 */
import { auditEvent, minuteOf, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { LegacyUser } from "../../domain/migration.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type LegacyOwnerDeps = NotifyDeps &
  Pick<Ports, "audit" | "clock" | "directory" | "legacy" | "pseudonyms"> &
  Pick<Settings, "registrationRules">;

/** @throws AuthError `sign_up_refused` for an owner's address, `too_many_requests`, `temporarily_unavailable`. */
export const refuseLegacyOwnersSignUp = async (
  deps: LegacyOwnerDeps,
  input: {
    /** Normalised. */
    readonly email: string;
    readonly clientId: string;
    readonly languages: readonly (string | undefined)[];
  },
): Promise<void> => {
  const { email, clientId, languages } = input;
  const pseudonym = await deps.pseudonyms.of(email);
  await countAttempt(deps, THROTTLES.signUpPerIdentifier, pseudonym);
  const answer = await deps.legacy.lookup(email);
  if (answer.kind === "unavailable" && deps.registrationRules.whenLegacyDown === "refuse")
    throw new AuthError("temporarily_unavailable");
  if (answer.kind !== "match" && answer.kind !== "unusable") return;
  if (answer.kind === "match" && !(await isOwnersAddress(deps, answer.user, email))) return;
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("signup.legacy_owner", {
      subject: pseudonymSubject(pseudonym),
      key: `${pseudonym}/${minuteOf(at)}`,
      at,
      details: { legacyId: answer.kind === "match" ? answer.user.id : undefined, clientId },
    }),
  );
  const notice = { kind: "sign_in_instead", values: {} } as const;
  await notifyOwner(deps, { notice, email, key: pseudonym, languages });
  throw new AuthError("sign_up_refused");
};

/** False for a record with another address, and for a migrated user who has another address since. */
const isOwnersAddress = async (
  { directory }: Pick<Ports, "directory">,
  user: LegacyUser,
  email: string,
): Promise<boolean> => {
  if (normaliseIdentifier(user.email) !== email) return false;
  const identity = await directory.legacyIdentity(user.id);
  if (identity?.state !== "LINKED") return true;
  return ((await directory.profile(identity.userId))?.email ?? email) === email;
};
