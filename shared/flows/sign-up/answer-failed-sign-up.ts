/**
 * What follows when the pool created nobody. An address that is in use ends as if it were not, with a
 * mail to its owner; the rest is told to the caller.
 */
import { type AuditEventType, auditEvent, pseudonymSubject } from "../../domain/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError, type AuthErrorCode } from "../../domain/errors.js";
import { legacyUnavailable } from "../../domain/legacy-unavailable.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings, SignUpAnswer } from "../../ports/index.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type FailureDeps = NotifyDeps &
  Pick<Ports, "audit" | "clock" | "outages" | "pseudonyms" | "userPool"> &
  Pick<Settings, "registrationRules">;

/** `blocked`: the pool was not asked, because the caller's network is blocked. */
type Failure = Exclude<SignUpAnswer["kind"], "created"> | "blocked";

/**
 * Without a code the caller is answered as if somebody had been created. Our own policy was asked
 * before the pool was: what the trigger refuses after that is the address of a legacy user, to whom it
 * has written already.
 */
const FAILURES: Record<Failure, { event?: AuditEventType; reason?: string; code?: AuthErrorCode }> = {
  exists: { event: "signup.duplicate", reason: "pool" },
  refused: { event: "signup.duplicate", reason: "legacy_owner" },
  blocked: { event: "signup.refused", reason: "network_blocked" },
  captcha_failed: { event: "signup.refused", reason: "captcha_failed", code: "captcha_failed" },
  invitation_required: {
    event: "signup.refused",
    reason: "invitation_required",
    code: "invitation_required",
  },
  weak_password: { code: "weak_password" },
  unavailable: { code: "temporarily_unavailable" },
};

/** @throws AuthError with one of the codes above, or `temporarily_unavailable` while the legacy system is down. */
export const answerFailedSignUp = async (
  deps: FailureDeps,
  input: { kind: Failure; email: string; language: string | undefined; caller: Caller },
): Promise<void> => {
  const { kind, email, language, caller } = input;
  const { event, reason, code } = FAILURES[kind];
  const pseudonym = await deps.pseudonyms.of(email);
  // While addresses that nobody has get a 503, those that somebody has must get it too.
  const down =
    code === undefined &&
    deps.registrationRules.whenLegacyDown === "refuse" &&
    (await deps.outages.isDown("legacy"));
  const offer = kind === "exists" && !down ? await offerCode(deps, email, pseudonym) : "none";
  if (event !== undefined)
    await record(deps, event, { pseudonym, caller, reason: offer === "sent" ? "unconfirmed" : reason });
  if (code === "temporarily_unavailable" || down) throw legacyUnavailable();
  if (code !== undefined) throw new AuthError(code);
  if (offer !== "withheld") return;
  const notice = { kind: "account_exists", values: {} } as const;
  await notifyOwner(deps, { notice, email, key: pseudonym, languages: [language] });
};

/**
 * Somebody may have registered the address who cannot read its mail: its owner gets a code, with which
 * their own password comes. `withheld` when nobody waits for a code; `none` when that is not known.
 */
const offerCode = async (
  deps: FailureDeps,
  email: string,
  pseudonym: string,
): Promise<"sent" | "withheld" | "none"> => {
  try {
    const { allowed } = await deps.throttle.take(THROTTLES.signUpAgainPerIdentifier, pseudonym);
    return allowed ? await deps.userPool.resendCode(email) : "none";
  } catch {
    // As with a mail that is lost: what the caller is told must not depend on it.
    deps.metrics.count("owner_notice_undelivered");
    return "none";
  }
};

/** A sign-up that was refused before the pool was asked. */
export const recordRefusal = async (
  deps: Pick<Ports, "audit" | "clock" | "pseudonyms">,
  { email, caller, reason }: { email: string; caller: Caller; reason: string },
): Promise<void> =>
  record(deps, "signup.refused", { pseudonym: await deps.pseudonyms.of(email), caller, reason });

const record = (
  deps: Pick<Ports, "audit" | "clock">,
  type: AuditEventType,
  { pseudonym, caller, reason }: { pseudonym: string; caller: Caller; reason: string | undefined },
): Promise<void> =>
  deps.audit.record(
    auditEvent(type, {
      subject: pseudonymSubject(pseudonym),
      key: caller.requestId,
      at: deps.clock.now(),
      details: { reason, ...caller.facts },
    }),
  );
