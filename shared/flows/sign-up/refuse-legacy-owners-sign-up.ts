/**
 * Keeps a sign-up from taking the address of a person who is still in the legacy system only: they
 * would get a second identity, and whoever registered first would hold the address. The owner is told
 * to sign in instead, which migrates them. Asked on every path alike, whether or not the pool has the
 * address, so that the time it takes says nothing.
 */
import { auditEvent, minuteOf, pseudonymSubject } from "../../domain/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type LegacyOwnerDeps = NotifyDeps &
  Pick<Ports, "audit" | "clock" | "legacy" | "pseudonyms"> &
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
  // A record under another address than the one that was asked for says nothing of this one.
  if (answer.kind !== "match" || normaliseIdentifier(answer.user.email) !== email) return;
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("signup.legacy_owner", {
      subject: pseudonymSubject(pseudonym),
      key: `${pseudonym}/${minuteOf(at)}`,
      at,
      details: { legacyId: answer.user.id, clientId },
    }),
  );
  const notice = { kind: "sign_in_instead", values: {} } as const;
  await notifyOwner(deps, { notice, email, key: pseudonym, languages });
  throw new AuthError("sign_up_refused");
};
