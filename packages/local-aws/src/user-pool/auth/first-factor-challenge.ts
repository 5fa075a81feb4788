/**
 * The challenges of choice-based authentication: the choice of the first factor, then the challenge of that
 * factor.
 */
import { incorrectCredentials } from "../errors.js";
import { simulatedDelivery } from "../messages/destination.js";
import { simulatedCode } from "../messages/sent-code.js";
import { sendSignInCode } from "../messages/sign-in-code.js";
import type { Services } from "../services.js";
import type { FirstFactor } from "./challenges.js";
import { factorsOf } from "./first-factors.js";
import { passkeyChallenge, passkeyRequest } from "./passkey-challenge.js";
import { ask, type NextChallenge, type Step } from "./step.js";

/**
 * If a passkey is among the factors, the challenge includes the passkey options. The client can then send the
 * choice and the assertion in one answer.
 */
export function selectChallenge(
  services: Services,
  step: Step,
  factors = factorsOf(step.pool, step.user, step.signInState.typed),
): NextChallenge {
  if (factors.length === 0) throw incorrectCredentials();
  const passkey = factors.includes("WEB_AUTHN") ? passkeyRequest(step.pool, step.user) : undefined;
  const detail = { name: "SELECT_CHALLENGE", factors, challenge: passkey?.challenge } as const;
  const asked = ask(services, step, detail, {
    USERNAME: step.signInState.username,
    ...(passkey && { CREDENTIAL_REQUEST_OPTIONS: passkey.options }),
  });
  return { ...asked, AvailableChallenges: factors };
}

export async function firstFactorChallenge(
  services: Services,
  step: Step,
  factor: FirstFactor,
): Promise<NextChallenge> {
  const USERNAME = step.signInState.username;
  if (factor === "PASSWORD" || factor === "PASSWORD_SRP")
    return ask(services, step, { name: factor }, { USERNAME });
  if (factor === "WEB_AUTHN") return passkeyChallenge(services, step);
  const attribute = factor === "EMAIL_OTP" ? "email" : "phone_number";
  const { sent, details } = await codeFor(services, step, attribute);
  return ask(
    services,
    step,
    { name: factor, first: true, sent, guesses: { wrong: 0 } },
    {
      CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium,
      CODE_DELIVERY_DESTINATION: details.Destination,
      USERNAME,
    },
  );
}

async function codeFor(services: Services, step: Step, attribute: "email" | "phone_number") {
  const { pool, client, user, signInState } = step;
  if (user) return sendSignInCode(services, { ...step, clientId: client.id, user }, { attribute, digits: 8 });
  return { sent: simulatedCode(attribute), details: simulatedDelivery(signInState.typed, pool.keys.secret) };
}
