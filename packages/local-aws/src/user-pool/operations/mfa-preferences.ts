/**
 * SetUserMFAPreference and AdminSetUserMFAPreference: set the enabled second factors and the preferred one.
 */
import { z } from "zod";
import { authorize } from "../auth/authorize.js";
import { isUsable } from "../auth/second-factor-challenge.js";
import { invalidParameter } from "../errors.js";
import { enabledMfas } from "../settings/mfa-settings.js";
import { replacesMfa } from "../settings/passkey-settings.js";
import { type MfaKind, mfaOf } from "../store/mfa.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import { existingUser } from "./existing-user.js";
import { accessToken, poolId, username } from "./fields.js";
import { operation } from "./operation.js";

const preference = z.object({
  Enabled: z.boolean().default(false),
  PreferredMfa: z.boolean().default(false),
});

const preferences = z.object({
  SMSMfaSettings: preference.optional(),
  SoftwareTokenMfaSettings: preference.optional(),
  EmailMfaSettings: preference.optional(),
  WebAuthnMfaSettings: z.object({ Enabled: z.boolean().default(false) }).optional(),
});

export type Preferences = z.output<typeof preferences>;

export const setUserMfaPreference = operation(
  "SetUserMFAPreference",
  "public",
  preferences.extend({ AccessToken: accessToken }),
  (services, request) => {
    const { pool, user } = authorize(services, request.AccessToken);
    return prefer(pool, user, request);
  },
);

export const adminSetUserMfaPreference = operation(
  "AdminSetUserMFAPreference",
  "signed",
  preferences.extend({ UserPoolId: poolId, Username: username }),
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    return prefer(pool, user, request);
  },
);

/** Factors that the request does not name stay as they are. */
export function prefer(pool: Pool, user: User, request: Preferences): object {
  const changes = changesOf(request);
  const wanted = changes.filter(({ Enabled }) => Enabled).map(({ kind }) => kind);
  for (const kind of wanted) checkPossible(pool, user, kind);
  if (request.WebAuthnMfaSettings?.Enabled) checkPasskeysPossible(pool);
  const [preferred, ...more] = changes.filter(({ PreferredMfa }) => PreferredMfa);
  if (more.length > 0) throw invalidParameter("Only one MFA type can be preferred");
  if (preferred && !preferred.Enabled) throw invalidParameter("A preferred MFA type must be enabled");
  const mfa = mfaOf(user);
  const untouched = mfa.enabled.filter((kind) => changes.every((change) => change.kind !== kind));
  mfa.enabled = [...untouched, ...wanted];
  const former = mfa.preferred;
  delete mfa.preferred;
  const kept = former && untouched.includes(former) ? former : undefined;
  const next = preferred?.kind ?? kept;
  if (next) mfa.preferred = next;
  pool.users.save(user);
  return {};
}

const changesOf = (request: Preferences) =>
  [
    { kind: "SMS_MFA", setting: request.SMSMfaSettings },
    { kind: "SOFTWARE_TOKEN_MFA", setting: request.SoftwareTokenMfaSettings },
    { kind: "EMAIL_OTP", setting: request.EmailMfaSettings },
  ].flatMap(({ kind, setting }) => (setting ? [{ kind: kind as MfaKind, ...setting }] : []));

function checkPossible({ settings }: Pool, user: User, kind: MfaKind): void {
  if (!enabledMfas(settings).includes(kind)) {
    throw invalidParameter(`${kind} is not enabled for the user pool`);
  }
  if (isUsable(user, kind)) return;
  const lack =
    kind === "SOFTWARE_TOKEN_MFA" ? "verified software token mfa" : "delivery config set to turn on";
  throw invalidParameter(`User does not have ${lack} ${kind}`);
}

/** Whether a passkey replaces MFA is a setting of the pool here and applies to all users. */
function checkPasskeysPossible({ settings }: Pool): void {
  if (replacesMfa(settings)) return;
  throw invalidParameter("WebAuthnMfaSettings needs FactorConfiguration MULTI_FACTOR_WITH_USER_VERIFICATION");
}
