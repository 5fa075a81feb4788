/** Constraints between the settings of a pool. */
import { invalidParameter } from "../errors.js";
import { checkAcrNames } from "./acr-levels.js";
import type { PoolSettings } from "./pool-properties.js";

/**
 * Throws InvalidParameterException. For names of authentication levels, also
 * FeatureUnavailableInTierException.
 */
export function checkPoolRules(settings: PoolSettings, place: string): void {
  checkTokenTrigger(settings, place);
  checkFirstFactors(settings, place);
  checkSenders(settings, place);
  checkAcrNames(settings.AcrConfiguration, settings.UserPoolTier, place);
  if (protectsFromThreats(settings) && settings.UserPoolTier !== "PLUS") {
    throw invalidParameter(`${place}: AdvancedSecurityMode AUDIT and ENFORCED need the Plus plan`);
  }
}

export const protectsFromThreats = ({ UserPoolAddOns: addOns }: PoolSettings): boolean =>
  addOns !== undefined && addOns.AdvancedSecurityMode !== "OFF";

function checkFirstFactors({ Policies, UserPoolTier: tier }: PoolSettings, place: string): void {
  const { AllowedFirstAuthFactors: factors } = Policies.SignInPolicy;
  if (factors.every((factor) => factor === "WEB_AUTHN")) {
    throw invalidParameter(`${place}: WEB_AUTHN cannot be the only first factor`);
  }
  if (tier === "LITE" && factors.some((factor) => factor !== "PASSWORD")) {
    throw invalidParameter(`${place}: first factors other than PASSWORD need the Essentials or Plus plan`);
  }
}

function checkSenders({ LambdaConfig: triggers }: PoolSettings, place: string): void {
  const sends = triggers.CustomEmailSender || triggers.CustomSMSSender;
  if (sends && triggers.KMSKeyID === undefined) {
    throw invalidParameter(`${place}: a custom sender needs LambdaConfig.KMSKeyID`);
  }
}

function checkTokenTrigger({ LambdaConfig: triggers, UserPoolTier: tier }: PoolSettings, place: string) {
  const config = triggers.PreTokenGenerationConfig;
  if (config && triggers.PreTokenGeneration && triggers.PreTokenGeneration !== config.LambdaArn) {
    throw invalidParameter(
      `${place}: PreTokenGeneration and PreTokenGenerationConfig name different functions`,
    );
  }
  if (config && config.LambdaVersion !== "V1_0" && tier === "LITE") {
    throw invalidParameter(
      `${place}: PreTokenGeneration ${config.LambdaVersion} needs the Essentials or Plus plan`,
    );
  }
}
