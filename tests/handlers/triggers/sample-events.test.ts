import { describe, expect, it } from "@jest/globals";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { openSampleChallenge } from "../../support/challenge-story.js";
import { sampleEvent, sampleNames } from "../../support/sample-event.js";
import { TRIGGER_NAMES, TRIGGERS, type TriggerName } from "../../support/triggers.js";
import { ada, grace, profileOf } from "../../support/users.js";

/** Every source that Cognito documents for the triggers, and those that it only sends. */
const DOCUMENTED = [
  "CreateAuthChallenge_Authentication",
  "CustomEmailSender_AccountTakeOverNotification",
  "CustomEmailSender_AdminCreateUser",
  "CustomEmailSender_Authentication",
  "CustomEmailSender_ForgotPassword",
  "CustomEmailSender_ResendCode",
  "CustomEmailSender_SignUp",
  "CustomEmailSender_UpdateUserAttribute",
  "CustomEmailSender_VerifyUserAttribute",
  "CustomMessage_AdminCreateUser",
  "CustomMessage_Authentication",
  "CustomMessage_ForgotPassword",
  "CustomMessage_ResendCode",
  "CustomMessage_SignUp",
  "CustomMessage_UpdateUserAttribute",
  "CustomMessage_VerifyUserAttribute",
  "CustomSMSSender_AdminCreateUser",
  "CustomSMSSender_Authentication",
  "CustomSMSSender_ForgotPassword",
  "CustomSMSSender_ResendCode",
  "CustomSMSSender_SignUp",
  "CustomSMSSender_UpdateUserAttribute",
  "CustomSMSSender_VerifyUserAttribute",
  "DefineAuthChallenge_Authentication",
  "InboundFederation_ExternalProvider",
  "PostAuthentication_Authentication",
  "PostConfirmation_AdminConfirmSignUp",
  "PostConfirmation_ConfirmForgotPassword",
  "PostConfirmation_ConfirmSignUp",
  "PreAuthentication_Authentication",
  "PreSignUp_AdminCreateUser",
  "PreSignUp_ExternalProvider",
  "PreSignUp_SignUp",
  "TokenGeneration_AuthenticateDevice",
  "TokenGeneration_Authentication",
  "TokenGeneration_ClientCredentials",
  "TokenGeneration_HostedAuth",
  "TokenGeneration_NewPasswordChallenge",
  "TokenGeneration_RefreshTokens",
  "UserMigration_Authentication",
  "UserMigration_ForgotPassword",
  "VerifyAuthChallengeResponse_Authentication",
  "VerifyAuthChallenge_Authentication",
];

const isText = (value: unknown): boolean => typeof value === "string";
const holdsOnly = (value: object, names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));
const isMap = (value: unknown, isValue: (each: unknown) => boolean): boolean =>
  typeof value === "object" && value !== null && Object.values(value).every(isValue);

const isMigrationAnswer = (answer: Record<string, unknown>): boolean =>
  Object.keys(answer).length === 0 ||
  (isMap(answer.userAttributes, isText) &&
    answer.messageAction === "SUPPRESS" &&
    answer.forceAliasCreation === false &&
    [undefined, "CONFIRMED"].includes(answer.finalUserStatus as string | undefined) &&
    (answer.desiredDeliveryMediums as unknown[]).every((each) => each === "EMAIL" || each === "SMS"));

const isClaim = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

// Reserved claims: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
const RESERVED =
  /^(cognito:.*|dev:.*|sub|iss|aud|exp|iat|jti|origin_jti|token_use|client_id|username|scope|version|acr|amr|nonce|nbf|azp|at_hash|auth_time|event_id|device_key|identities)$/;

const isTokenAnswer = (answer: Record<string, unknown>): boolean => {
  const { claimsOverrideDetails, claimsAndScopeOverrideDetails } = answer as Record<string, Details>;
  return claimsOverrideDetails === undefined
    ? holdsOnly(answer, ["claimsAndScopeOverrideDetails"]) &&
        areClaims(claimsAndScopeOverrideDetails?.idTokenGeneration, isClaim) &&
        areClaims(claimsAndScopeOverrideDetails?.accessTokenGeneration, isClaim) &&
        areGroups(claimsAndScopeOverrideDetails?.groupOverrideDetails)
    : holdsOnly(answer, ["claimsOverrideDetails"]) &&
        areClaims(claimsOverrideDetails, isText) &&
        areGroups(claimsOverrideDetails.groupOverrideDetails);
};

type Details = Readonly<Record<string, unknown>>;

const areClaims = (details: unknown, isValue: (each: unknown) => boolean): boolean => {
  const added = (details as Details | undefined)?.claimsToAddOrOverride;
  return isMap(added, isValue) && Object.keys(added as object).every((name) => !RESERVED.test(name));
};

// Machines have none.
const areGroups = (groups: unknown): boolean => {
  const { groupsToOverride, iamRolesToOverride } = (groups ?? {}) as Details;
  return groups === undefined || (Array.isArray(groupsToOverride) && Array.isArray(iamRolesToOverride));
};

const isMessageAnswer = (answer: Record<string, unknown>): boolean =>
  holdsOnly(answer, ["smsMessage", "emailMessage", "emailSubject"]) &&
  [answer.smsMessage, answer.emailMessage].every((text) => String(text).includes("{####}"));
const isOneDecision = ({
  challengeName,
  issueTokens,
  failAuthentication,
}: Record<string, unknown>): boolean =>
  [isText(challengeName), issueTokens === true, failAuthentication === true].filter(Boolean).length === 1;

/** What Cognito takes as an answer; anything else is its InvalidLambdaResponseException. */
const VALID: Record<TriggerName, (answer: Record<string, unknown>) => boolean> = {
  "custom-email-sender": (answer) => Object.keys(answer).length === 0,
  "custom-message": isMessageAnswer,
  "custom-sms-sender": (answer) => Object.keys(answer).length === 0,
  "pre-sign-up": (answer) =>
    holdsOnly(answer, ["autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"]) &&
    isMap(answer, (each) => typeof each === "boolean"),
  "inbound-federation": (answer) =>
    holdsOnly(answer, ["userAttributesToMap"]) && isMap(answer.userAttributesToMap, isText),
  "post-confirmation": (answer) => Object.keys(answer).length === 0,
  "pre-authentication": (answer) => Object.keys(answer).length === 0,
  "post-authentication": (answer) => Object.keys(answer).length === 0,
  "user-migration": isMigrationAnswer,
  "pre-token-generation": isTokenAnswer,
  "define-auth-challenge": isOneDecision,
  "create-auth-challenge": (answer) =>
    isMap(answer.publicChallengeParameters, isText) &&
    isMap(answer.privateChallengeParameters, isText) &&
    isText(answer.challengeMetadata),
  "verify-auth-challenge-response": (answer) =>
    holdsOnly(answer, ["answerCorrect"]) && typeof answer.answerCorrect === "boolean",
};

const refusedOnPurpose = {
  "inbound-federation/unverified-address": "federation_refused",
  "inbound-federation/saml": "federation_refused",
  // The user has not proved the address yet.
  "inbound-federation/facebook": "federation_refused.",
  "pre-sign-up/facebook": "federation_refused",
  "pre-sign-up/sign-up-of-a-legacy-user": "sign_up_refused",
};
const samplesOf = (trigger: TriggerName) =>
  sampleNames(trigger).filter((name) => !Object.hasOwn(refusedOnPurpose, name));

/** A stage in which the migrated user of the samples has signed in once before. */
const stage = async () => {
  const ports = memoryPorts({ legacyUsers: [ada], profiles: [profileOf({ sub: "another" }), grace] });
  await TRIGGERS["user-migration"](ports)(sampleEvent("user-migration/sign-in"));
  await openSampleChallenge(ports);
  return ports;
};

describe("the sample events", () => {
  it("cover every documented trigger source", () => {
    const sources = new Set(sampleNames().map((name) => sampleEvent(name).triggerSource));
    expect([...sources].sort()).toEqual(DOCUMENTED);
  });

  it("lie in one folder a trigger", () => {
    expect([...new Set(sampleNames().map((name) => name.split("/")[0]))].sort()).toEqual(
      [...TRIGGER_NAMES].sort(),
    );
  });
});

describe.each(TRIGGER_NAMES)("%s", (trigger) => {
  it.each(samplesOf(trigger))("answers the whole event of %s with a valid response", async (name) => {
    const event = sampleEvent(name);
    const before = structuredClone(event);
    const { response, ...rest } = await TRIGGERS[trigger](await stage())(event);

    const { response: _, ...sent } = before;
    expect(rest).toEqual(sent);
    expect(event).toEqual(before);
    expect({ response, valid: VALID[trigger](response as Record<string, unknown>) }).toEqual({
      response,
      valid: true,
    });
    expect(JSON.parse(JSON.stringify(response))).toEqual(response);
  });
});

it.each(Object.entries(refusedOnPurpose))(
  "refuses %s with an error that is valid in a URL",
  async (name, code) => {
    const trigger = name.split("/")[0] as TriggerName;
    await expect(TRIGGERS[trigger](await stage())(sampleEvent(name))).rejects.toThrow(
      // With the reference of an address that is to be proved.
      new RegExp(`\\[${code}${code.endsWith(".") ? "[\\w-]{22}" : ""}\\]$`),
    );
  },
);
