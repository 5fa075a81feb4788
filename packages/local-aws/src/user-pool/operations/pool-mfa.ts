/** SetUserPoolMfaConfig, which resets what the request omits, and GetUserPoolMfaConfig. */
import { z } from "zod";
import { invalidParameter } from "../errors.js";
import { enabledMfas } from "../settings/mfa-settings.js";
import { type PoolSettings, parsePoolSettings } from "../settings/pool-settings.js";
import type { MfaKind } from "../store/mfa.js";
import { poolId } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  UserPoolId: poolId,
  MfaConfiguration: z.enum(["OFF", "ON", "OPTIONAL"]).default("OFF"),
  SmsMfaConfiguration: z
    .object({
      SmsAuthenticationMessage: z.string().min(6).max(140).includes("{####}").optional(),
      SmsConfiguration: z.looseObject({}).optional(),
    })
    .optional(),
  SoftwareTokenMfaConfiguration: z.object({ Enabled: z.boolean().default(false) }).optional(),
  EmailMfaConfiguration: z
    .object({
      Message: z.string().min(6).max(20_000).includes("{####}").optional(),
      Subject: z.string().min(1).max(140).optional(),
    })
    .optional(),
  WebAuthnConfiguration: z
    .object({
      RelyingPartyId: z.string().min(1).max(127).optional(),
      UserVerification: z.enum(["preferred", "required"]).optional(),
      FactorConfiguration: z.enum(["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]).optional(),
    })
    .optional(),
});

type Input = z.output<typeof input>;

export const setUserPoolMfaConfig = operation(
  "SetUserPoolMfaConfig",
  "signed",
  input,
  ({ store, clock }, request) => {
    const pool = store.pool(request.UserPoolId);
    const factors = factorsOf(request);
    if (request.MfaConfiguration === "OFF" && factors.length > 0) {
      throw invalidParameter(
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
      );
    }
    const { SmsMfaConfiguration: sms, EmailMfaConfiguration: email } = request;
    const { WebAuthnConfiguration: passkeys } = request;
    const changed = {
      ...pool.settings,
      MfaConfiguration: request.MfaConfiguration,
      EnabledMfas: factors,
      SmsConfiguration: sms?.SmsConfiguration ?? pool.settings.SmsConfiguration,
      SmsAuthenticationMessage: sms?.SmsAuthenticationMessage,
      EmailAuthenticationMessage: email?.Message,
      EmailAuthenticationSubject: email?.Subject,
      WebAuthnRelyingPartyID: passkeys?.RelyingPartyId,
      WebAuthnUserVerification: passkeys?.UserVerification,
      WebAuthnFactorConfiguration: passkeys?.FactorConfiguration,
    };
    pool.configure(parsePoolSettings(changed, `User pool ${pool.name}`), clock.now());
    return description(pool.settings);
  },
);

export const getUserPoolMfaConfig = operation(
  "GetUserPoolMfaConfig",
  "signed",
  z.object({ UserPoolId: poolId }),
  ({ store }, request) => description(store.pool(request.UserPoolId).settings),
);

const factorsOf = (request: Input): MfaKind[] => [
  ...(request.SmsMfaConfiguration ? (["SMS_MFA"] as const) : []),
  ...(request.SoftwareTokenMfaConfiguration?.Enabled ? (["SOFTWARE_TOKEN_MFA"] as const) : []),
  ...(request.EmailMfaConfiguration ? (["EMAIL_OTP"] as const) : []),
];

function description(settings: PoolSettings): object {
  const factors = enabledMfas(settings);
  const { SmsConfiguration, SmsAuthenticationMessage } = settings;
  const { EmailAuthenticationMessage: Message, EmailAuthenticationSubject: Subject } = settings;
  return {
    MfaConfiguration: settings.MfaConfiguration,
    ...(factors.includes("SMS_MFA") && {
      SmsMfaConfiguration: { SmsConfiguration, SmsAuthenticationMessage },
    }),
    SoftwareTokenMfaConfiguration: { Enabled: factors.includes("SOFTWARE_TOKEN_MFA") },
    ...(factors.includes("EMAIL_OTP") && { EmailMfaConfiguration: { Message, Subject } }),
    ...(settings.WebAuthnRelyingPartyID !== undefined && {
      WebAuthnConfiguration: {
        RelyingPartyId: settings.WebAuthnRelyingPartyID,
        UserVerification: settings.WebAuthnUserVerification,
        FactorConfiguration: settings.WebAuthnFactorConfiguration,
      },
    }),
  };
}
