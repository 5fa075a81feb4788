/**
 * Decides which second factor is due and creates its challenge (developer guide, "Adding MFA to a user
 * pool"). If MFA is optional, only the factors that the user enabled count. If MFA is required, the factors
 * that the profile allows count too, and a user without any must set one up.
 */
import { CognitoError } from "../errors.js";
import { sendSignInCode } from "../messages/sign-in-code.js";
import type { Services } from "../services.js";
import { enabledMfas } from "../settings/mfa-settings.js";
import type { MfaKind } from "../store/mfa.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { ask, type NextChallenge, type Step } from "./step.js";

/**
 * Returns undefined if no second factor is due. Throws MFAMethodNotFoundException if the factor that the user
 * enabled cannot be used.
 */
export async function secondFactorChallenge(
  services: Services,
  step: Step,
  user: User,
): Promise<NextChallenge | undefined> {
  const { settings } = step.pool;
  const due = factorsDue(step.pool, user);
  if (due.length > 0) return factorChallenge(services, step, user, due);
  if (settings.MfaConfiguration !== "ON") return undefined;
  const parameters = {
    MFAS_CAN_SETUP: JSON.stringify(enabledMfas(settings)),
    USER_ID_FOR_SRP: user.username,
  };
  return ask(services, step, { name: "MFA_SETUP" }, parameters);
}

const chosenMfas = ({ settings }: Pool, { mfa }: User): MfaKind[] =>
  (mfa?.enabled ?? []).filter((kind) => enabledMfas(settings).includes(kind));

export const hasChosenMfa = (pool: Pool, user: User): boolean => chosenMfas(pool, user).length > 0;

/**
 * The factors that the user enabled. If there are none and the pool requires MFA, those that the profile
 * allows.
 */
function secondFactorsOf(pool: Pool, user: User): MfaKind[] {
  const usable = chosenMfas(pool, user).filter((kind) => isUsable(user, kind));
  if (usable.length > 0 || pool.settings.MfaConfiguration !== "ON") return usable;
  return enabledMfas(pool.settings).filter((kind) => isUsable(user, kind));
}

/**
 * The factors that the user could prove even if no sign-in asks for them: an authenticator app and verified
 * addresses. For an unknown user, the factors that a user of that name would plausibly have.
 */
export function provableFactors({ settings }: Pool, user: User | undefined, typed: string): MfaKind[] {
  const addressed = typed.includes("@") ? "EMAIL_OTP" : "SMS_MFA";
  return enabledMfas(settings).filter((kind) => {
    if (!user) return kind === addressed;
    if (kind === "SOFTWARE_TOKEN_MFA") return isUsable(user, kind);
    return user.attributes[`${kind === "SMS_MFA" ? "phone_number" : "email"}_verified`] === "true";
  });
}

function factorsDue(pool: Pool, user: User): MfaKind[] {
  const usable = secondFactorsOf(pool, user);
  if (hasChosenMfa(pool, user) && !chosenMfas(pool, user).some((kind) => isUsable(user, kind))) {
    // Skipping the factor would let a lost address disable MFA.
    throw new CognitoError("MFAMethodNotFoundException", "No usable MFA method found for the user.");
  }
  const preferred = user.mfa?.preferred;
  return preferred && usable.includes(preferred) ? [preferred] : usable;
}

export function isUsable({ attributes, mfa }: User, kind: MfaKind): boolean {
  if (kind === "SOFTWARE_TOKEN_MFA") return mfa?.totpSecret !== undefined;
  return !!attributes[kind === "SMS_MFA" ? "phone_number" : "email"];
}

export async function factorChallenge(
  services: Services,
  step: Step,
  user: User,
  kinds: readonly MfaKind[],
): Promise<NextChallenge> {
  const [only, ...others] = kinds;
  if (only !== undefined && others.length === 0) return askFactor(services, step, user, only);
  const parameters = { MFAS_CAN_CHOOSE: JSON.stringify(kinds), USER_ID_FOR_SRP: user.username };
  return ask(services, step, { name: "SELECT_MFA_TYPE", kinds }, parameters);
}

export async function askFactor(
  services: Services,
  step: Step,
  user: User,
  kind: MfaKind,
): Promise<NextChallenge> {
  const USER_ID_FOR_SRP = user.username;
  if (kind === "SOFTWARE_TOKEN_MFA") {
    const name = user.mfa?.totpName;
    const parameters = { ...(name !== undefined && { FRIENDLY_DEVICE_NAME: name }), USER_ID_FOR_SRP };
    return ask(services, step, { name: kind, guesses: { wrong: 0 } }, parameters);
  }
  const attribute = kind === "SMS_MFA" ? "phone_number" : "email";
  const recipient = { ...step, clientId: step.client.id, user };
  const { sent, details } = await sendSignInCode(services, recipient, { attribute, digits: 6 });
  const parameters = {
    CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium,
    CODE_DELIVERY_DESTINATION: details.Destination,
    USER_ID_FOR_SRP,
  };
  return ask(services, step, { name: kind, first: false, sent, guesses: { wrong: 0 } }, parameters);
}
