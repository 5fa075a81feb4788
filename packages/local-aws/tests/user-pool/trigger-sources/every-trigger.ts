/** A pool with every trigger, in which every flow is possible. The start of an address decides how its user is treated. */
import { hostedClient } from "../oauth/hosted.js";
import { answering, type Setup, type TriggerEvent } from "../world.js";

const silent = (event: TriggerEvent): unknown => event;

/** The address that the event is about: the name that was typed, where the pool has no such user. */
const addressOf = ({ request, userName }: TriggerEvent): string =>
  (request.userAttributes as Record<string, string> | undefined)?.email ?? userName;

const refusing =
  (begins: string) =>
  (event: TriggerEvent): unknown => {
    if (addressOf(event).startsWith(begins)) throw new Error("ERR_REFUSED");
    return event;
  };

function preSignUp(event: TriggerEvent): unknown {
  if (!addressOf(event).startsWith("trusted")) return refusing("barred")(event);
  return answering({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false })(event);
}

function defineAuthChallenge(event: TriggerEvent): unknown {
  const session = event.request.session as { challengeName: string; challengeResult: boolean }[];
  const last = session.at(-1);
  if (last?.challengeName === "SRP_A") return answering({ challengeName: "PASSWORD_VERIFIER" })(event);
  if (last?.challengeName !== "CUSTOM_CHALLENGE") {
    return answering({ challengeName: "CUSTOM_CHALLENGE" })(event);
  }
  return answering(last.challengeResult ? { issueTokens: true } : { failAuthentication: true })(event);
}

const verifyAnswer = (event: TriggerEvent): unknown =>
  answering({ answerCorrect: event.request.challengeAnswer === "grey" })(event);

function userMigration(event: TriggerEvent): unknown {
  if (!event.userName.startsWith("legacy")) return event;
  return answering({
    userAttributes: { email: event.userName, email_verified: "true" },
    finalUserStatus: event.userName.startsWith("legacy-reset") ? "RESET_REQUIRED" : "CONFIRMED",
    messageAction: "SUPPRESS",
  })(event);
}

const ExplicitAuthFlows = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_USER_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
];

export const everyTrigger = {
  PreSignUp: preSignUp,
  PostConfirmation: silent,
  PreAuthentication: refusing("suspended"),
  PostAuthentication: silent,
  PreTokenGeneration: silent,
  CustomMessage: silent,
  DefineAuthChallenge: defineAuthChallenge,
  CreateAuthChallenge: answering({ publicChallengeParameters: { hint: "the colour of the horse" } }),
  VerifyAuthChallengeResponse: verifyAnswer,
  UserMigration: userMigration,
};

/** The confidential client hides who exists, the public one does not. */
export const everyFlow: Setup = {
  pool: {
    UsernameAttributes: ["email", "phone_number"],
    MfaConfiguration: "OPTIONAL",
    EnabledMfas: ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
    EmailConfiguration: { EmailSendingAccount: "DEVELOPER" },
    Policies: {
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] },
    },
    WebAuthnRelyingPartyID: "login.example.com",
  },
  client: { ...hostedClient, ExplicitAuthFlows },
  publicClient: { ExplicitAuthFlows },
  triggers: everyTrigger,
  tokenVersion: "V3_0",
};
