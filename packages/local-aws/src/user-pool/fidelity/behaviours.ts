/** Fidelity of behaviour that is not an operation. */
import { done, type FidelityRow, missing, partial } from "../../fidelity/row.js";

export const behaviours: readonly FidelityRow[] = [
  done(
    "behaviour",
    "SRP for unknown users",
    "srp: is of one form for known and unknown users, and stable for each",
  ),
  done("behaviour", "Legacy values of ExplicitAuthFlows", "pools: the older values of ExplicitAuthFlows"),
  done(
    "behaviour",
    "ForgotPassword for users who cannot get a code, with PreventUserExistenceErrors",
    "existence: sees the same of a user who has",
    "users with a temporary password, or in a pool with recovery by administrators only, get a specific error",
  ),
  done(
    "behaviour",
    "SELECT_CHALLENGE for unknown users",
    "choice: an unknown user gets the choices that a user of that name would have",
  ),
  done(
    "behaviour",
    "userNotFound in the challenge triggers",
    "custom-auth: plays the same for an unknown user",
  ),
  done(
    "behaviour",
    "Lockout after wrong passwords",
    "sign-in: locks a user after five failures, for a time that doubles",
  ),
  done("behaviour", "Lockout after wrong second factors", "mfa: is no longer guessed after five wrong codes"),
  done("behaviour", "Devices that replace the second factor", "devices: replaces the second factor"),
  done(
    "behaviour",
    "Refresh bound to the device",
    "devices: needs the key of the session's device, as long as it is known",
  ),
  done(
    "behaviour",
    "Refresh token rotation",
    "refresh: answers repetitions during the grace period with one live chain",
  ),
  done(
    "behaviour",
    "Repeated and overlapping deliveries of a trigger",
    "faults: gets the same event three times",
  ),
  partial(
    "behaviour",
    "CloudTrail records on the event bus",
    "trail: names the user by sub, masks names and tokens",
    "of AdminDeleteUser, AdminDisableUser, AdminEnableUser and DeleteUser only, without delay, and of accepted calls only. A record of DeleteUser names no pool",
  ),
  done("behaviour", "Trigger timeout", "faults: that is too slow fails the sign-in once, as a time-out"),
  done(
    "behaviour",
    "Rejection of malformed requests",
    "malformed: refuses a value of another type, whatever the member",
  ),
  done(
    "behaviour",
    "Responses in the documented form",
    "answers: holds nothing that is not documented, and all of the documented type",
  ),
  done("behaviour", "Throttling", "faults: throttles an operation as often as asked"),
  done("behaviour", "Failing operations", "faults: an operation, with its work done: true"),
  done("behaviour", "Failed delivery", "faults: fails the delivery of messages"),
  partial(
    "behaviour",
    "AWS KMS",
    "custom-senders: hands over a code that only the pool's key opens",
    "only Decrypt, for data keys that the pool wrapped",
  ),
  done(
    "behaviour",
    "ClientMetadata and ValidationData in trigger events",
    "client-metadata: goes where the guide says",
  ),
  done(
    "behaviour",
    "CONFIRM_WITH_LINK",
    "oauth/links: confirms the sign-up once, with PostConfirmation, on an accessible page",
    "the link points to the pages of this server",
  ),
  missing("behaviour", "Threat protection", "no risk assessment and no event history"),
];
