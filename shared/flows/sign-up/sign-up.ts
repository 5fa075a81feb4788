/**
 * Registers a user. Every admissible request gets the same response: a code was sent to the address. This
 * includes an address that is in use already, here or in the legacy system (OWASP ASVS 5.0, 6.3.8). Only its
 * owner reads the mail. The stage's floor hides the difference in time.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { maskedDestination } from "../../domain/masked-destination.js";
import { isStrongPassword } from "../../domain/password-policy.js";
import { mayRegister } from "../../domain/sign-up-policy.js";
import { THROTTLES } from "../../domain/throttle-rule.js";
import type { CodeDelivery, Ports, Settings, SignUpInput } from "../../ports/index.js";
import { countAttempt } from "../count-attempt.js";
import { isFromBlockedNetwork } from "../sign-in/blocked-network.js";
import { type ProbeDeps, waitAndProbe } from "../sign-in/probe-legacy.js";
import { answerFailedSignUp, type FailureDeps, recordRefusal } from "./answer-failed-sign-up.js";
import { signUpMarker } from "./sign-up-marker.js";

export type SignUpDeps = FailureDeps &
  Pick<Ports, "blockedSources" | "directory" | "disposableDomains" | "random" | "userPool"> &
  ProbeDeps &
  Pick<Settings, "registrationRules">;

/**
 * `confirmed`: only for a caller with the invitation token of the address, so it reveals nothing to others.
 */
export type SignUpOutcome =
  | { readonly kind: "code_sent"; readonly delivery: CodeDelivery; readonly marker: string }
  | { readonly kind: "confirmed" };

type Input = SignUpInput & { readonly caller: Caller };

/** @throws AuthError `weak_password`, `sign_up_refused`, `captcha_failed`, `invitation_required`, `too_many_requests`, `temporarily_unavailable`. */
export const signUp = async (deps: SignUpDeps, input: Input): Promise<SignUpOutcome> => {
  const began = deps.clock.now();
  const email = normaliseIdentifier(input.email);
  await countAttempt(deps, THROTTLES.signUpPerAddress, input.caller.network);
  if (!mayRegister(deps.registrationRules, email, deps.disposableDomains)) {
    await recordRefusal(deps, { email, caller: input.caller, reason: "policy" });
    throw new AuthError("sign_up_refused");
  }
  try {
    if ((await register(deps, { ...input, email })) === "confirmed") return { kind: "confirmed" };
  } finally {
    await waitAndProbe(deps, began);
  }
  // Always masked here: the pool's own answer differs for an address in use.
  const delivery = { medium: "EMAIL", destination: maskedDestination(email) };
  return { kind: "code_sent", delivery, marker: await signUpMarker(deps, email) };
};

const register = async (
  deps: SignUpDeps,
  { caller, ...user }: Input,
): Promise<"confirmed" | "unconfirmed"> => {
  const answer = (await isFromBlockedNetwork(deps, caller))
    ? ({ kind: isStrongPassword(user.password) ? "blocked" : "weak_password" } as const)
    : await deps.userPool.signUp(user);
  const { email, language } = user;
  if (answer.kind !== "created") {
    await answerFailedSignUp(deps, { kind: answer.kind, email, language, caller });
    return "unconfirmed";
  }
  const { sub, confirmed } = answer;
  await provision(deps, { sub, email, confirmed, caller });
  return confirmed ? "confirmed" : "unconfirmed";
};

const provision = async (
  deps: SignUpDeps,
  { sub, email, confirmed, caller }: { sub: string; email: string; confirmed: boolean; caller: Caller },
): Promise<void> => {
  const userId = (await deps.directory.userIdBySub(sub)) ?? deps.random.id("usr");
  // The caller has not verified the address. The password that is sent with the code replaces this one.
  const state = confirmed
    ? ({ status: "ACTIVE" } as const)
    : ({ status: "UNCONFIRMED", passwordPending: true } as const);
  await deps.directory.createProfile(
    { userId, sub, email, ...state },
    auditEvent("signup.requested", {
      subject: userSubject(userId),
      key: sub,
      at: deps.clock.now(),
      details: { userId, sub, email, ...caller.facts },
    }),
  );
};
