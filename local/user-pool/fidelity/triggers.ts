/** Lambda triggers by their source. */
import { done, type FidelityRow } from "./row.js";

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
  done("trigger", "CustomMessage", "triggers: writes the message around the code"),
  done("trigger", "CustomMessage_Authentication", "mfa: is sent in the words of CustomMessage"),
  done(
    "trigger",
    "CustomEmailSender",
    "custom-senders: hands over a code that only the pool's key opens",
    "no AccountTakeOverNotification",
  ),
  done("trigger", "CustomSMSSender", "custom-senders: sends by SMS where the code goes to a phone"),
];
