/**
 * Cognito PreSignUp: sign-up, creation by an administrator, first federated sign-in. Runs before
 * the user exists; a refusal must not tell whether the address is known.
 */
import { AuthError } from "../../shared/domain/errors.js";
import type { FederationPolicy } from "../../shared/domain/federation.js";
import type { RegistrationRules } from "../../shared/domain/sign-up-policy.js";
import { preSignUpEvent } from "../../shared/edge/arrival-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { linkIdentity } from "../../shared/flows/sign-in/link-identity.js";
import { type AdmitSignUpDeps, admitSignUp } from "../../shared/flows/sign-up/admit-sign-up.js";
import type { Ports } from "../../shared/ports/index.js";
import {
  audit,
  captcha,
  clock,
  deadline,
  directory,
  disposableDomains,
  federationPolicy,
  identities,
  invitations,
  legacy,
  logger,
  messenger,
  metrics,
  noticeSettings,
  pools,
  pseudonyms,
  registrationRules,
  throttle,
  wired,
} from "../../shared/wiring/index.js";

type Deps = AdmitSignUpDeps &
  Pick<Ports, "clock" | "directory" | "identities" | "logger" | "pools"> & {
    readonly federation: FederationPolicy;
    readonly rules: RegistrationRules;
  };

export const preSignUp = (deps: Deps) =>
  cognitoTrigger(deps, preSignUpEvent, async ({ source, ...input }) => {
    const { federation, rules } = deps;
    if (
      source === "federated" &&
      (await linkIdentity(deps, { federation, signUp: rules }, input)) === "refused"
    )
      throw new AuthError("federation_refused");
    // Administrators may create whom they like, and so may a migration, which comes as one.
    const proved = source === "self" && (await admitSignUp(deps, rules, input)) === "confirmed";
    return { autoConfirmUser: proved, autoVerifyEmail: proved, autoVerifyPhone: false };
  });

export const handler = wired(preSignUp, {
  audit,
  captcha,
  clock,
  deadline,
  directory,
  disposableDomains,
  federation: federationPolicy,
  identities,
  invitations,
  legacy,
  logger,
  messenger,
  metrics,
  notices: noticeSettings,
  pools,
  pseudonyms,
  rules: registrationRules,
  throttle,
});
