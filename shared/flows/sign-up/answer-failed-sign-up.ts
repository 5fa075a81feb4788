/**
 * Handles a sign-up for which the pool created no user. For an address in use the response is as for a new
 * one, and its owner gets an e-mail. Other failures are reported to the caller.
 */
import { type AuditEventType, auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { AuthErrorCode } from "../../domain/error-facts.js";
import { AuthError } from "../../domain/errors.js";
import { legacyUnavailable } from "../../domain/legacy-unavailable.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports, Settings, SignUpAnswer } from "../../ports/index.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type FailureDeps = NotifyDeps &
  Pick<Ports, "audit" | "clock" | "outages" | "pseudonyms" | "userPool"> &
  Pick<Settings, "registrationRules">;

/** `blocked`: the pool was not called, because the caller's network is blocked. */
type Failure = Exclude<SignUpAnswer["kind"], "created"> | "blocked";

/**
 * Without a `code`, the response is as if a user had been created. The sign-up policy was checked before the
 * pool was called, so a refusal by the trigger means the address of a legacy user. The trigger has
 * notified that user.
 */
const FAILURES: Record<Failure, { event?: AuditEventType; reason?: string; code?: AuthErrorCode }> = {
  exists: { event: "signup.duplicate", reason: "pool" },
  refused: { event: "signup.duplicate", reason: "legacy_owner" },
  limited: { event: "signup.refused", reason: "code_limited" },
  undelivered: { event: "signup.refused", reason: "code_undelivered" },
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

/** @throws AuthError one of the codes above, or `temporarily_unavailable` while the legacy system is down. */
export const answerFailedSignUp = async (
  deps: FailureDeps,
  input: { kind: Failure; email: string; language: string | undefined; caller: Caller },
): Promise<void> => {
  const { kind, email, language, caller } = input;
  const { event, reason, code } = FAILURES[kind];
  const pseudonym = await deps.pseudonyms.of(email);
  // While unknown addresses get a 503, known ones must get it too.
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
 * The address may have been registered by a user who cannot read its mail. Its owner gets a code and sets a
 * new password with it. `withheld`: no pool user awaits a code. `none`: unknown.
 */
const offerCode = async (
  deps: FailureDeps,
  email: string,
  pseudonym: string,
): Promise<Awaited<ReturnType<Ports["userPool"]["resendCode"]>> | "none"> => {
  try {
    const { allowed } = await deps.throttle.take(THROTTLES.signUpAgainPerIdentifier, pseudonym);
    return allowed ? await deps.userPool.resendCode(email) : "none";
  } catch {
    // As for a lost e-mail: the response must not depend on it.
    deps.metrics.count("owner_notice_undelivered");
    return "none";
  }
};

/** Audits a sign-up that was refused before the pool was called. */
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
