/** Lambda triggers by their source. */
import { done, type FidelityRow, missing } from "../../fidelity/row.js";

export const triggers: readonly FidelityRow[] = [
  done(
    "trigger",
    "PreSignUp_SignUp",
    "triggers: of a sign-up is PreSignUp, CustomMessage, and PostConfirmation",
  ),
  done("trigger", "PreSignUp_AdminCreateUser", "triggers: of an invited user has no PostConfirmation"),
  done(
    "trigger",
    "PostConfirmation_ConfirmSignUp",
    "triggers: of a sign-up is PreSignUp, CustomMessage, and PostConfirmation",
  ),
  done(
    "trigger",
    "PostConfirmation_ConfirmForgotPassword",
    "migration: creates the user, sends the code to the verified address",
  ),
  done(
    "trigger",
    "PreAuthentication_Authentication",
    "triggers: of a sign-in is PreAuthentication, PostAuthentication, PreTokenGeneration",
  ),
  done(
    "trigger",
    "PostAuthentication_Authentication",
    "triggers: of a sign-in is PreAuthentication, PostAuthentication, PreTokenGeneration",
  ),
  done(
    "trigger",
    "DefineAuthChallenge_Authentication",
    "custom-auth: asks, accepts the right answer and gives tokens",
  ),
  done(
    "trigger",
    "CreateAuthChallenge_Authentication",
    "custom-auth: asks, accepts the right answer and gives tokens",
  ),
  done(
    "trigger",
    "VerifyAuthChallengeResponse_Authentication",
    "custom-auth: asks, accepts the right answer and gives tokens",
  ),
  done(
    "trigger",
    "UserMigration_Authentication",
    "migration: creates the confirmed user with the typed password",
  ),
  done(
    "trigger",
    "UserMigration_ForgotPassword",
    "migration: creates the user, sends the code to the verified address",
  ),
  done(
    "trigger",
    "TokenGeneration_Authentication",
    "triggers: of a sign-in is PreAuthentication, PostAuthentication, PreTokenGeneration",
  ),
  done(
    "trigger",
    "TokenGeneration_NewPasswordChallenge",
    "triggers: of an invited user has no PostConfirmation",
  ),
  done(
    "trigger",
    "TokenGeneration_AuthenticateDevice",
    "devices: is confirmed at the first sign-in, and proves itself at the next",
  ),
  done("trigger", "TokenGeneration_RefreshTokens", "triggers: of a refresh is PreTokenGeneration alone"),
  done("trigger", "TokenGeneration_HostedAuth", "oauth/code-flow: signs in on the page"),
  done(
    "trigger",
    "TokenGeneration_ClientCredentials",
    "oauth/machines: gives a machine an access token alone, with the trigger",
  ),
  done(
    "trigger",
    "CustomMessage_SignUp, CustomMessage_ResendCode",
    "trigger-sources: signing up, asking for the code again, and confirming",
  ),
  done(
    "trigger",
    "CustomMessage_AdminCreateUser",
    "trigger-sources: a user whom an administrator creates, and the first sign-in",
  ),
  done(
    "trigger",
    "CustomMessage_ForgotPassword",
    "trigger-sources: a forgotten password, and one that an administrator resets",
  ),
  done(
    "trigger",
    "CustomMessage_UpdateUserAttribute, CustomMessage_VerifyUserAttribute",
    "trigger-sources: an address that changes or is verified",
  ),
  done("trigger", "CustomMessage_Authentication", "mfa: is sent in the words of CustomMessage"),
  done(
    "trigger",
    senderSources("CustomEmailSender"),
    "custom-senders: hands over a code that only the pool's key opens",
  ),
  done(
    "trigger",
    senderSources("CustomSMSSender"),
    "custom-senders: sends by SMS where the code goes to a phone",
  ),
  missing(
    "trigger",
    "CustomEmailSender_AccountTakeOverNotification",
    "there is no threat protection that could give notice",
  ),
];

function senderSources(trigger: string): string {
  const causes = ["SignUp", "AdminCreateUser", "ResendCode", "ForgotPassword", "UpdateUserAttribute"];
  return [...causes, "VerifyUserAttribute", "Authentication"]
    .map((cause) => `${trigger}_${cause}`)
    .join(", ");
}
