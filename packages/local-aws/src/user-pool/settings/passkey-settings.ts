/** The passkey settings of a pool (developer guide, "Passkey sign-in"). */
import type { PoolSettings } from "./pool-properties.js";

export const allowsPasskeys = (settings: PoolSettings): boolean =>
  settings.Policies.SignInPolicy.AllowedFirstAuthFactors.includes("WEB_AUTHN");

export const demandsVerification = (settings: PoolSettings): boolean =>
  settings.WebAuthnUserVerification === "required" || replacesMfa(settings);

/** Whether a passkey with user verification counts as two factors. */
export const replacesMfa = (settings: PoolSettings): boolean =>
  settings.WebAuthnFactorConfiguration === "MULTI_FACTOR_WITH_USER_VERIFICATION";

/**
 * Browsers use passkeys of a relying party on its host and the hosts below it, over TLS or on this machine.
 */
export function isOriginOf(relyingParty: string, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  const secure = protocol === "https:" || (protocol === "http:" && local);
  return secure && (hostname === relyingParty || hostname.endsWith(`.${relyingParty}`));
}
