/** Whether and for whom a pool takes passkeys (developer guide, "Passkey sign-in"). */
import type { PoolSettings } from "./pool-properties.js";

export const allowsPasskeys = (settings: PoolSettings): boolean =>
  settings.Policies.SignInPolicy.AllowedFirstAuthFactors.includes("WEB_AUTHN");

export const demandsVerification = (settings: PoolSettings): boolean =>
  settings.WebAuthnUserVerification === "required" || replacesMfa(settings);

/** A passkey that verified its user counts as two factors. */
export const replacesMfa = (settings: PoolSettings): boolean =>
  settings.WebAuthnFactorConfiguration === "MULTI_FACTOR_WITH_USER_VERIFICATION";

/** Browsers give passkeys of a relying party to its host and the hosts below it, over TLS or on this machine. */
export function isOriginOf(relyingParty: string, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  const secure = protocol === "https:" || (protocol === "http:" && local);
  return secure && (hostname === relyingParty || hostname.endsWith(`.${relyingParty}`));
}
