/**
 * The first factors that a user can choose from (developer guide, "Choice-based authentication"): those that
 * the pool allows and the profile supports. One-time codes are not offered if a second factor is due.
 */
import { replacesMfa } from "../settings/passkey-settings.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import type { FirstFactor } from "./challenges.js";
import { relyingPartyIdOf } from "./relying-party.js";
import { hasChosenMfa } from "./second-factor-challenge.js";

/** For an unknown user, returns the factors that a user of that name would plausibly have. */
export function factorsOf(pool: Pool, user: User | undefined, typed: string): readonly FirstFactor[] {
  const allowed = pool.settings.Policies.SignInPolicy.AllowedFirstAuthFactors;
  const profile = user ? profileOf(pool, user) : plausibleProfile(pool, typed);
  return [
    ...(allowed.includes("PASSWORD") && profile.password ? (["PASSWORD", "PASSWORD_SRP"] as const) : []),
    ...(allowed.includes("EMAIL_OTP") && profile.email ? (["EMAIL_OTP"] as const) : []),
    ...(allowed.includes("SMS_OTP") && profile.phone ? (["SMS_OTP"] as const) : []),
    ...(allowed.includes("WEB_AUTHN") && profile.passkey ? (["WEB_AUTHN"] as const) : []),
  ];
}

interface Profile {
  readonly password: boolean;
  readonly email: boolean;
  readonly phone: boolean;
  readonly passkey: boolean;
}

function profileOf(pool: Pool, user: User): Profile {
  const codes = pool.settings.MfaConfiguration !== "ON" && !hasChosenMfa(pool, user);
  const { email, phone_number: phone } = user.attributes;
  const relyingParty = relyingPartyIdOf(pool);
  const passkeys = (user.passkeys ?? []).filter(({ relyingPartyId }) => relyingPartyId === relyingParty);
  return {
    password: user.password !== undefined,
    email: codes && !!email,
    phone: codes && !!phone,
    passkey: (codes || replacesMfa(pool.settings)) && passkeys.length > 0,
  };
}

function plausibleProfile(pool: Pool, typed: string): Profile {
  const codes = pool.settings.MfaConfiguration !== "ON";
  const byPhone = /^\+\d+$/.test(typed);
  return { password: true, email: codes && !byPhone, phone: codes && byPhone, passkey: false };
}
