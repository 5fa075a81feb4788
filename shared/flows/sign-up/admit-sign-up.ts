/**
 * PreSignUp of somebody who registers by themselves, through our endpoint, the hosted pages or
 * Cognito's own API: the stage's rules, the captcha, and whether the address is somebody's in the
 * legacy system. Whatever speaks against the address itself is refused in the same words.
 */
import { AuthError } from "../../domain/errors.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { isOpen } from "../../domain/invitation.js";
import { mayRegister } from "../../domain/sign-up-policy.js";
import type { Ports } from "../../ports/index.js";
import { invitationHash } from "../accounts/invite-user.js";
import { type LegacyOwnerDeps, refuseLegacyOwnersSignUp } from "./refuse-legacy-owners-sign-up.js";

export type SignUpAttempt = {
  readonly email: string | undefined;
  /** The name that the pool will give the user: one per attempt, the same however often it is delivered. */
  readonly userName: string;
  readonly clientId: string;
  readonly languages: readonly (string | undefined)[];
  readonly captchaToken: string | undefined;
  readonly invitationToken: string | undefined;
};

export type AdmitSignUpDeps = LegacyOwnerDeps & Pick<Ports, "captcha" | "disposableDomains" | "invitations">;

/**
 * `confirmed`: an invitation proves that the person reads the mail of their address.
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

// The token was mailed to the address and to nobody else: whoever has it reads that mail. It is used up when
// the membership is made, so that a repeated delivery finds it as the first one did.
const isInvited = async (
  deps: AdmitSignUpDeps,
  email: string,
  token: string | undefined,
): Promise<boolean> => {
  if (token === undefined) return false;
  const invitation = await deps.invitations.byTokenHash(await invitationHash(deps, token));
  return invitation !== undefined && invitation.email === email && isOpen(invitation, deps.clock.now());
};
