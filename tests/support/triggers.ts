/** The triggers by the name of their folder in events/, each on memory ports and ready to be called. */
import { createAuthChallenge } from "../../handlers/triggers/create-auth-challenge.js";
import { customEmailSender } from "../../handlers/triggers/custom-email-sender.js";
import { customMessage } from "../../handlers/triggers/custom-message.js";
import { customSmsSender } from "../../handlers/triggers/custom-sms-sender.js";
import { defineAuthChallenge } from "../../handlers/triggers/define-auth-challenge.js";
import { inboundFederation } from "../../handlers/triggers/inbound-federation.js";
import { postAuthentication } from "../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../handlers/triggers/post-confirmation.js";
import { preAuthentication } from "../../handlers/triggers/pre-authentication.js";
import { preSignUp } from "../../handlers/triggers/pre-sign-up.js";
import { preTokenGeneration } from "../../handlers/triggers/pre-token-generation.js";
import { userMigration } from "../../handlers/triggers/user-migration.js";
import { verifyAuthChallengeResponse } from "../../handlers/triggers/verify-auth-challenge-response.js";
import type { ClaimPolicy } from "../../shared/domain/claim-policy.js";
import type { FederationPolicy } from "../../shared/domain/federation.js";
import {
  FACEBOOK_CLAIMS,
  GOOGLE,
  OPENID_CLAIMS,
  SAML_CLAIMS,
} from "../../shared/domain/identity-provider.js";
import type { MessageSettings } from "../../shared/domain/messages/message-settings.js";
import type { NoticeSettings } from "../../shared/domain/messages/notice-settings.js";
import { DEFAULT_ROLES } from "../../shared/domain/role.js";
import type { RegistrationRules } from "../../shared/domain/sign-up-policy.js";
import type { Ports, Settings } from "../../shared/ports/index.js";
import { brand } from "./messages.js";
import type { SampleEvent } from "./sample-event.js";

export type Trigger = (event: SampleEvent) => Promise<SampleEvent & { response: object }>;
export type TriggerPorts = Ports & Pick<Settings, "floor" | "legacyMapping" | "legacyStage" | "roles">;

export const messageSettings: MessageSettings = { brand, language: "en", ownEmails: true };
export const googleOnly: FederationPolicy = { providers: [GOOGLE], hostedDomains: [] };
/** A provider of each type, beside Google. */
export const allTypes: FederationPolicy = {
  providers: [
    GOOGLE,
    {
      ...{ name: "Okta", type: "OIDC", claims: OPENID_CLAIMS },
      ...{ provesAddress: true, domains: ["example.com", "xn--mnchen-3ya.example"] },
    },
    {
      ...{ name: "Corp", type: "SAML", claims: SAML_CLAIMS },
      ...{ provesAddress: true, domains: ["corp.example"] },
    },
    { name: "Facebook", type: "Facebook", provesAddress: false, domains: [], claims: FACEBOOK_CLAIMS },
  ],
  hostedDomains: [],
};
export const openPolicy = { allowedDomains: [], deniedDomains: [] };
export const notices: NoticeSettings = { brand, language: "en", sends: true };
export const openRules: RegistrationRules = {
  allowedDomains: [],
  deniedDomains: [],
  disposableDomains: "refuse",
  access: "open",
  invitedConfirm: "code",
  whenLegacyDown: "refuse",
};
export const PLAIN_CLAIMS: ClaimPolicy = {
  whenUnreadable: "open",
  roles: DEFAULT_ROLES,
  groupRules: [],
  suppressed: [],
};

export const TRIGGERS = {
  "custom-email-sender": (ports: Ports): Trigger =>
    customEmailSender({ ...ports, messages: messageSettings }),
  "custom-sms-sender": (ports: Ports): Trigger => customSmsSender({ ...ports, messages: messageSettings }),
  "custom-message": (ports: Ports): Trigger => customMessage({ ...ports, messages: messageSettings }),
  "inbound-federation": (ports: Ports): Trigger =>
    inboundFederation({ ...ports, federationPolicy: allTypes, signUpPolicy: openPolicy }),
  "pre-sign-up": (ports: TriggerPorts): Trigger =>
    preSignUp({ ...ports, federationPolicy: allTypes, notices, registrationRules: openRules }),
  "post-confirmation": (ports: TriggerPorts): Trigger => postConfirmation(ports),
  "pre-authentication": (ports: Ports): Trigger => preAuthentication(ports),
  "post-authentication": (ports: TriggerPorts): Trigger => postAuthentication(ports),
  "user-migration": (ports: TriggerPorts): Trigger => userMigration(ports),
  "pre-token-generation": (ports: Ports): Trigger =>
    preTokenGeneration({ ...ports, claimPolicy: PLAIN_CLAIMS }),
  "define-auth-challenge": (ports: Ports): Trigger => defineAuthChallenge(ports),
  "create-auth-challenge": (ports: Ports): Trigger =>
    createAuthChallenge({ ...ports, messages: messageSettings }),
  "verify-auth-challenge-response": (ports: Ports): Trigger => verifyAuthChallengeResponse(ports),
};

export type TriggerName = keyof typeof TRIGGERS;
export const TRIGGER_NAMES = Object.keys(TRIGGERS) as TriggerName[];
