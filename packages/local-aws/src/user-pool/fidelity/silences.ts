/** Sign-ins, triggers and tokens: behaviour that the documentation omits or contradicts. */
import { type FidelityRow, unknowable } from "../../fidelity/row.js";

const triggers: readonly FidelityRow[] = [
  unknowable(
    "behaviour",
    "PreAuthentication before DefineAuthChallenge in CUSTOM_AUTH",
    "it runs first",
    "trigger-sources: the triggers of signing in by a custom challenge",
  ),
  unknowable(
    "behaviour",
    "PreAuthentication before SELECT_CHALLENGE in USER_AUTH",
    "it runs before the choice",
    "trigger-sources: the triggers of choosing the password when asked",
  ),
  unknowable(
    "behaviour",
    "PreAuthentication and UserMigration",
    "if the client hides which users exist, PreAuthentication runs first with userNotFound; otherwise after the migration",
    "trigger-sources: the triggers of signing in by password as a legacy user",
  ),
  unknowable(
    "behaviour",
    "UserMigration for the PASSWORD factor of USER_AUTH",
    "it does not run",
    "trigger-sources: the triggers of the password of a legacy user, by choice",
  ),
  unknowable(
    "behaviour",
    "PreSignUp of a migrated user",
    "it runs, as PreSignUp_AdminCreateUser",
    "trigger-sources: as a legacy user",
  ),
  unknowable(
    "behaviour",
    "PostConfirmation_AdminConfirmSignUp, which appears in public code",
    "PostConfirmation_ConfirmSignUp, as documented",
    "trigger-sources: the triggers of confirmation by an administrator",
  ),
  unknowable(
    "behaviour",
    "The source of PreTokenGeneration at GetTokensFromRefreshToken",
    "TokenGeneration_Authentication, as documented",
    "trigger-sources: the triggers of refreshing by GetTokensFromRefreshToken",
  ),
  unknowable(
    "behaviour",
    "The source of the message of AdminResetUserPassword",
    "CustomMessage_ForgotPassword",
    "trigger-sources: the triggers of a password that an administrator resets",
  ),
  unknowable(
    "behaviour",
    "DefineAuthChallenge around a second factor",
    "it runs again after the factor, which its event contains",
    "mfa: puts the factor after the password of a custom sign-in, where the triggers see it",
  ),
  unknowable(
    "behaviour",
    "DefineAuthChallenge that returns several decisions, or none",
    "InvalidLambdaResponseException",
    "custom-auth: whose DefineAuthChallenge decides",
  ),
  unknowable(
    "behaviour",
    "A trigger that returns less than the whole event",
    "InvalidLambdaResponseException",
    "triggers: is an invalid response",
  ),
  unknowable(
    "behaviour",
    "The dot at the end of a trigger's error text",
    "always present",
    "triggers: shows the caller the text of its error",
  ),
  unknowable(
    "behaviour",
    "A one-time code that confirms the sign-up",
    "PostConfirmation does not run",
    "trigger-sources: the triggers of a code that confirms the sign-up",
  ),
  unknowable(
    "behaviour",
    "A first sign-in right after AdminLinkProviderForUser inside PreSignUp",
    "that attempt fails, and the next one works",
    "federation/linking: fails the attempt in which PreSignUp made the link, and the next one works",
  ),
  unknowable(
    "behaviour",
    "Cognito's own limits on events and tokens",
    "none, except the documented limit of 5,000 changes",
  ),
];

const signIns: readonly FidelityRow[] = [
  unknowable(
    "behaviour",
    "Who learns the account status",
    "only callers who know the password",
    "sign-in: reveals that a user is disabled only with the correct password",
  ),
  unknowable(
    "behaviour",
    "Whether a sign-in checks the password or the status of an unconfirmed user first",
    "the password; the option statusCheck plays the other order",
    "sign-in: the status check before_password tells every caller that a user is",
  ),
  unknowable(
    "behaviour",
    "Sessions after a wrong answer",
    "five codes, or another new password after a refused one; any other failure ends the session",
    "sign-in: may try again after a refused answer, with the session that it has",
  ),
  unknowable(
    "behaviour",
    "Attempts per SRP exchange",
    "one, with a TIMESTAMP at most five minutes off",
    "srp: is good for one exchange, and a wrong one ends it",
  ),
  unknowable(
    "behaviour",
    "A challenge response without Session",
    "accepted only in USER_SRP_AUTH, and for devices after a password; DEVICE_SRP_AUTH continues the device's last sign-in",
    "devices: a device of a client that sends no session",
  ),
  unknowable(
    "behaviour",
    "A temporary password in CUSTOM_AUTH",
    "no tokens until NEW_PASSWORD_REQUIRED was answered",
    "custom-auth: gets no tokens for a temporary password, whatever DefineAuthChallenge returns",
  ),
  unknowable(
    "behaviour",
    "A user whose chosen second factors are unusable",
    "MFAMethodNotFoundException, never tokens",
    "mfa: is still required after the address was removed",
  ),
  unknowable(
    "behaviour",
    "The lockout and UserMigration",
    "the lockout counts users of the pool only",
    "migration: does not run for users of the pool, and does not protect the legacy system from guessing",
  ),
];

export const silences: readonly FidelityRow[] = [...triggers, ...signIns];
