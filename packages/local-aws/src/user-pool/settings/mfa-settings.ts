/** The second factors of a pool: MfaConfiguration enables MFA, EnabledMfas lists the factors. */
import { invalidParameter } from "../errors.js";
import type { MfaKind } from "../store/mfa.js";
import type { PoolSettings } from "./pool-properties.js";

/** If a declaration lists no factor, a pool that can send SMS has SMS. */
export const enabledMfas = (
  settings: Pick<PoolSettings, "EnabledMfas" | "SmsConfiguration" | "MfaConfiguration">,
): readonly MfaKind[] => {
  if (settings.MfaConfiguration === "OFF") return [];
  return settings.EnabledMfas ?? (settings.SmsConfiguration ? ["SMS_MFA"] : []);
};

/** Throws InvalidParameterException for second factors that the pool cannot support. */
export function checkMfaSettings(settings: PoolSettings, place: string): void {
  if (settings.MfaConfiguration === "OFF") return;
  const factors = enabledMfas(settings);
  if (factors.length === 0) {
    throw invalidParameter(
      `${place}: Invalid MFA configuration given, can't turn on MFA without configuring an MFA.`,
    );
  }
  if (!factors.includes("EMAIL_OTP")) return;
  if (settings.UserPoolTier === "LITE") {
    throw invalidParameter(`${place}: EMAIL_OTP needs the Essentials or Plus plan`);
  }
  if (settings.EmailConfiguration?.EmailSendingAccount !== "DEVELOPER") {
    throw invalidParameter(`${place}: EMAIL_OTP needs EmailSendingAccount DEVELOPER`);
  }
}
