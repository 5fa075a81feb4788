/**
 * Fidelity of the Lambda triggers by source. The test of each row checks which sources fire, and that no
 * others do.
 */
import { done, type FidelityRow, partial } from "../../fidelity/row.js";

const firedIn = (sources: string, flow: string): FidelityRow =>
  done("trigger", sources, `trigger-sources: ${flow}`);

const senders = (["CustomEmailSender", "CustomSMSSender"] as const).flatMap((trigger) => {
  const by = trigger === "CustomEmailSender" ? "by email" : "by SMS";
  return Object.entries({
    SignUp: "signing up",
    ResendCode: "asking for the code again",
    AdminCreateUser: "an invitation",
    ForgotPassword: "a forgotten password",
    UpdateUserAttribute: "an address that changes",
    VerifyUserAttribute: "asking for a code",
    Authentication: "a second factor",
  }).map(([cause, flow]) =>
    firedIn(`${trigger}_${cause}`, `senders of its own the triggers of ${flow} ${by}`),
  );
});

export const triggers: readonly FidelityRow[] = [
  firedIn("PreSignUp_SignUp", "the triggers of signing up"),
  firedIn("PreSignUp_AdminCreateUser", "the triggers of creation by an administrator"),
  firedIn("PostConfirmation_ConfirmSignUp", "the triggers of confirm"),
  firedIn("PostConfirmation_ConfirmForgotPassword", "the triggers of a new password"),
  firedIn(
    "PreAuthentication_Authentication, PostAuthentication_Authentication",
    "the triggers of signing in by",
  ),
  firedIn(
    "DefineAuthChallenge_Authentication, CreateAuthChallenge_Authentication, VerifyAuthChallengeResponse_Authentication",
    "a custom challenge",
  ),
  firedIn("UserMigration_Authentication", "the triggers of signing in by password as a legacy user"),
  firedIn("UserMigration_ForgotPassword", "the triggers of a forgotten password of a legacy user"),
  firedIn("TokenGeneration_Authentication", "the triggers of signing in"),
  firedIn("TokenGeneration_NewPasswordChallenge", "the triggers of a temporary password and the new one"),
  firedIn("TokenGeneration_HostedAuth", "the triggers of signing in on the page"),
  firedIn("TokenGeneration_AuthenticateDevice", "the triggers of signing in on a remembered device"),
  firedIn("TokenGeneration_RefreshTokens", "the triggers of refreshing"),
  firedIn("TokenGeneration_ClientCredentials", "the triggers of a machine's token"),
  firedIn("CustomMessage_SignUp", "the triggers of signing up"),
  firedIn("CustomMessage_ResendCode", "the triggers of asking for the code"),
  firedIn("CustomMessage_AdminCreateUser", "the triggers of an invitation that is sent again"),
  firedIn("CustomMessage_ForgotPassword", "the triggers of a forgotten password"),
  firedIn("CustomMessage_UpdateUserAttribute", "the triggers of an address"),
  firedIn("CustomMessage_VerifyUserAttribute", "the triggers of asking for a code for an address"),
  firedIn("CustomMessage_Authentication", "the triggers of signing in with a code"),
  ...senders,
  partial(
    "trigger",
    "CustomEmailSender_AccountTakeOverNotification",
    "take-over-notices: passes the documented attributes of the sign-in to the sender",
    "fires only on demand, by POST /_local/take-over-notices: risk is not assessed",
  ),
];
