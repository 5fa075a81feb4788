/** The relying party id of a pool's passkeys: the configured one, otherwise the host of the pool's domain. */
import { CognitoError } from "../errors.js";
import { domainHost } from "../oauth/pool-domain.js";
import { allowsPasskeys } from "../settings/passkey-settings.js";
import type { Pool } from "../store/pool.js";

/** Throws WebAuthnNotEnabledException or WebAuthnConfigurationMissingException. */
export function relyingPartyOf(pool: Pool): string {
  if (!allowsPasskeys(pool.settings)) {
    throw new CognitoError("WebAuthnNotEnabledException", "Passkeys are not enabled for the user pool.");
  }
  const relyingParty = relyingPartyIdOf(pool);
  if (relyingParty === undefined) {
    throw new CognitoError(
      "WebAuthnConfigurationMissingException",
      "The user pool has neither a relying party id for passkeys nor a domain.",
    );
  }
  return relyingParty;
}

export const relyingPartyIdOf = (pool: Pool): string | undefined =>
  pool.settings.WebAuthnRelyingPartyID ?? domainHost(pool);
