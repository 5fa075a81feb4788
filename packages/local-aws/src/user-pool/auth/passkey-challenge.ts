/** The WEB_AUTHN challenge: PublicKeyCredentialRequestOptionsJSON (Web Authentication Level 3, 5.1.10). */
import { randomBytes } from "node:crypto";
import type { Services } from "../services.js";
import { demandsVerification } from "../settings/passkey-settings.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { relyingPartyOf } from "./relying-party.js";
import { ask, type NextChallenge, type Step } from "./step.js";

const timeoutMs = 180_000;

export function passkeyChallenge(services: Services, step: Step): NextChallenge {
  const { challenge, options } = passkeyRequest(step.pool, step.user);
  const parameters = { CREDENTIAL_REQUEST_OPTIONS: options, USERNAME: step.signInState.username };
  return ask(services, step, { name: "WEB_AUTHN", challenge }, parameters);
}

/** Returns the challenge that an authenticator must sign, and the options for the browser as JSON. */
export function passkeyRequest(
  pool: Pool,
  user: User | undefined,
  challenge = randomBytes(32).toString("base64url"),
): { challenge: string; options: string } {
  const rpId = relyingPartyOf(pool);
  const passkeys = (user?.passkeys ?? []).filter(({ relyingPartyId }) => relyingPartyId === rpId);
  const options = {
    challenge,
    timeout: timeoutMs,
    rpId,
    allowCredentials: passkeys.map(({ id, transports }) => ({ type: "public-key", id, transports })),
    userVerification: demandsVerification(pool.settings) ? "required" : "preferred",
  };
  return { challenge, options: JSON.stringify(options) };
}
