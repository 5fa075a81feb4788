/** The question of the WEB_AUTHN challenge: PublicKeyCredentialRequestOptionsJSON (Web Authentication Level 3, 5.1.10). */
import { randomBytes } from "node:crypto";
import type { Services } from "../services.js";
import { demandsVerification, relyingPartyOf } from "../settings/passkey-settings.js";
import { ask, type ChallengeAnswer, type Step } from "./step.js";

const timeoutMs = 180_000;

export function passkeyChallenge(services: Services, step: Step): ChallengeAnswer {
  const { pool, user, journey } = step;
  const rpId = relyingPartyOf(pool.settings);
  const challenge = randomBytes(32).toString("base64url");
  const passkeys = (user?.passkeys ?? []).filter(({ relyingPartyId }) => relyingPartyId === rpId);
  const options = {
    challenge,
    timeout: timeoutMs,
    rpId,
    allowCredentials: passkeys.map(({ id, transports }) => ({ type: "public-key", id, transports })),
    userVerification: demandsVerification(pool.settings) ? "required" : "preferred",
  };
  const parameters = { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options), USERNAME: journey.username };
  return ask(services, step, { name: "WEB_AUTHN", challenge }, parameters);
}
