/** Fidelity of the authentication flows and their challenges. */
import { done, type FidelityRow } from "../../fidelity/row.js";

export const flows: readonly FidelityRow[] = [
  done("flow", "USER_PASSWORD_AUTH", "sign-in: gives tokens that an outside verifier accepts"),
  done(
    "flow",
    "ADMIN_USER_PASSWORD_AUTH",
    "sign-in: signs in for an administrator, who needs an IAM signature",
  ),
  done("flow", "USER_SRP_AUTH", "srp: signs in again and again, by address"),
  done(
    "flow",
    "USER_SRP_AUTH and devices for clients that send no Session",
    "srp: a client that sends no session, as those in Python and Go",
  ),
  done("flow", "CUSTOM_AUTH", "custom-auth: asks, accepts the right answer and gives tokens"),
  done(
    "flow",
    "CUSTOM_AUTH that begins with SRP_A",
    "custom-auth: proves the password first, and then answers the challenge",
  ),
  done("flow", "USER_AUTH", "choice: the factors that are possible for the user are offered"),
  done(
    "flow",
    "USER_AUTH with the session of ConfirmSignUp",
    "choice: signs that user in without another question, once",
  ),
  done("flow", "REFRESH_TOKEN_AUTH", "refresh: refreshes by REFRESH_TOKEN_AUTH"),
  done(
    "flow",
    "NEW_PASSWORD_REQUIRED",
    "sign-in: is challenged for a new password and the required attributes",
  ),
  done(
    "flow",
    "EMAIL_OTP and SMS_OTP as first factors",
    "choice: signs in once, with the triggers of a sign-in",
  ),
  done("flow", "SMS_MFA and EMAIL_OTP as second factors", "mfa: is sent in the words of CustomMessage"),
  done(
    "flow",
    "SOFTWARE_TOKEN_MFA",
    "mfa: is set up with a code, asked for at the next sign-in, and each code is taken once",
  ),
  done("flow", "SELECT_MFA_TYPE", "mfa: are offered with SELECT_MFA_TYPE until one is preferred"),
  done(
    "flow",
    "MFA_SETUP",
    "mfa: has users set up a software token",
    "to set up an address, users start a new sign-in, as documented; the hosted pages set it up directly",
  ),
  done(
    "flow",
    "DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER",
    "devices: is confirmed at the first sign-in, and proves itself at the next",
  ),
  done("flow", "WEB_AUTHN", "passkeys: signs its user in, with the triggers of a sign-in"),
  done(
    "flow",
    "WEB_AUTHN together with SELECT_CHALLENGE",
    "passkeys: is chosen and proved in one answer",
    "the passkey options are among the parameters of SELECT_CHALLENGE",
  ),
  done(
    "flow",
    "Authentication levels by TARGET_ACR_VALUES",
    "step-up: 4 is a password with an authenticator app",
    "only the tokens of a sign-in that requested a level contain acr and amr",
  ),
  done(
    "flow",
    "Step-up with ACCESS_TOKEN and MAX_AGE",
    "step-up: only missing factors are required, and the new tokens are fresh",
  ),
];
