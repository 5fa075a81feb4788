/**
 * Event types of the class Authentication (3002): sign-ins, challenges, tickets and sessions. Activities: 1 Logon,
 * 2 Logoff, 3 Authentication Ticket, 4 Service Ticket Request, 5 Service Ticket Renew, 6 Preauth, 99 Other.
 * https://schema.ocsf.io/1.8.0/classes/authentication
 */
import { AUTHENTICATION, rowsOf } from "./ocsf-class.js";

const row = rowsOf(AUTHENTICATION);

export const AUTHENTICATIONS = {
  "signin.succeeded": row(1, "informational", true, "A user signed in."),
  "signin.new_device": row(1, "medium", true, "A user signed in from a new device."),
  "signin.new_country": row(1, "medium", true, "A user signed in from a new country."),
  "signin.failed": row(1, "low", false, "A sign-in failed."),
  "signin.denied": row(6, "medium", false, "A sign-in of a user who is not allowed to sign in was denied."),
  "source.blocked": row(99, "medium", true, "Sign-ins from a source were blocked."),
  "source.unblocked": row(99, "informational", true, "Sign-ins from a source were unblocked."),
  "session.refreshed": row(5, "informational", true, "A session was renewed."),
  "session.refresh_refused": row(5, "medium", false, "A session could not be renewed."),
  "session.reused": row(5, "high", false, "A replaced refresh token was used again. The session ended."),
  "signout.completed": row(2, "informational", true, "A user signed out."),
  "federation.refused": row(6, "medium", false, "A sign-in with an external provider was refused."),
  "federation.address_proved": row(
    6,
    "informational",
    true,
    "A user of an external provider proved an address with a mailed code.",
  ),
  "apikey.refused": row(1, "medium", false, "An invalid API key was used."),
  "legacy_key.used": row(1, "low", true, "A legacy API key was used."),
  "legacy_key.refused": row(1, "high", false, "A legacy API key contradicts the legacy system."),
  "claims.degraded": row(99, "medium", false, "Tokens were issued without account claims."),
  "challenge.sent": row(6, "informational", true, "A sign-in code or link was sent."),
  "challenge.withheld": row(6, "low", false, "A requested sign-in code or link was not sent."),
  "challenge.passed": row(6, "informational", true, "A sign-in challenge was passed."),
  "challenge.failed": row(6, "low", false, "A sign-in challenge was failed."),
  "stepup.completed": row(99, "informational", true, "A signed-in user completed a step-up."),
  "ticket.issued": row(3, "informational", true, "A one-time ticket was issued for a user."),
  "ticket.consumed": row(4, "informational", true, "A one-time ticket was consumed."),
  "message.failed": row(99, "medium", false, "A message to a user could not be delivered."),
  "password.reset_requested": row(99, "low", true, "A password reset was requested."),
  "password.sessions_kept": row(
    2,
    "high",
    false,
    "The sessions of a user could not be ended after a password reset.",
  ),
} as const;
