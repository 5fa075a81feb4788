/**
 * PreSignUp of a user who registers through our endpoint, the hosted pages or Cognito's own API. Checks the
 * stage's rules, the captcha, and whether a legacy user has the address. Every refusal because of the address
 * has the same error.
 */
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { isOpen } from "../../domain/invitation.js";
import { mayRegister } from "../../domain/sign-up-policy.js";
import type { Ports } from "../../ports/index.js";
import { findInviter, type InviterDeps } from "../accounts/find-inviter.js";
import { invitationHash } from "../accounts/invite-user.js";
import { type LegacyOwnerDeps, refuseLegacyOwnersSignUp } from "./refuse-legacy-owners-sign-up.js";

export type SignUpAttempt = {
  readonly email: string | undefined;
  /** The name that the pool will give the user. It is the same in repeated invocations of one attempt. */
  readonly userName: string;
  readonly clientId: string;
  readonly languages: readonly (string | undefined)[];
  readonly captchaToken: string | undefined;
  readonly invitationToken: string | undefined;
};

export type AdmitSignUpDeps = LegacyOwnerDeps &
  InviterDeps &
  Pick<Ports, "captcha" | "disposableDomains" | "invitations">;

/**
 * `confirmed`: an invitation token proves that the user reads the mail of the address.
 * @throws AuthError `sign_up_refused`, `captcha_failed`, `invitation_required`, `too_many_requests`, `temporarily_unavailable`.
 */
export const admitSignUp = async (
  deps: AdmitSignUpDeps,
  attempt: SignUpAttempt,
): Promise<"unconfirmed" | "confirmed"> => {
  const { registrationRules: rules } = deps;
  const email = normaliseIdentifier(attempt.email ?? "");
  if (!mayRegister(rules, email, deps.disposableDomains)) throw new AuthError("sign_up_refused");
  const captcha = await deps.captcha.verify(attempt.captchaToken, attempt.userName);
  if (captcha === "refused") throw new AuthError("captcha_failed");
  if (captcha === "unavailable") throw new AuthError("temporarily_unavailable");
  const invited = await isInvited(deps, email, attempt.invitationToken);
  if (rules.access === "invited" && !invited) throw new AuthError("invitation_required");
  await refuseLegacyOwnersSignUp(deps, { ...attempt, email });
  return invited && rules.invitedConfirm === "token" ? "confirmed" : "unconfirmed";
};

// The token was mailed to this address only, so its holder reads that mail. It is consumed when the
// membership is created, so that a repeated invocation finds the invitation still open.
const isInvited = async (
  deps: AdmitSignUpDeps,
  email: string,
  token: string | undefined,
): Promise<boolean> => {
  if (token === undefined) return false;
  const invitation = await deps.invitations.byTokenHash(await invitationHash(deps, token));
  if (invitation?.email !== email || !isOpen(invitation, deps.clock.now())) return false;
  return (await findInviter(deps, invitation)).kind === "stands";
};
