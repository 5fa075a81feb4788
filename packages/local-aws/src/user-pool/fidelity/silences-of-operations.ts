/** Operations: behaviour that the documentation omits or contradicts. */
import { type FidelityRow, unknowable } from "../../fidelity/row.js";

export const silencesOfOperations: readonly FidelityRow[] = [
  unknowable(
    "behaviour",
    "The HTTP status of errors: the reference says 400, the SDK's models 403, 404 and 429",
    "400, and 500 for a defect; callers should compare error names",
    "protocol: renders errors as the SDKs read them, without repeating the input",
  ),
  unknowable(
    "behaviour",
    "Signatures of administrator operations",
    "the Authorization header is required, but its value is not checked",
    "sign-in: signs in for an administrator, who needs an IAM signature",
  ),
  unknowable(
    "behaviour",
    "A rotated refresh token in its grace period",
    "every repeated use returns the same successor; later use is RefreshTokenReuseException, and the session stays valid",
    "refresh: answers repetitions during the grace period with one live chain, and refuses them afterwards",
  ),
  unknowable(
    "behaviour",
    "Confirmed devices",
    "a device that the client names must prove itself, also after MFA; only its key refreshes its session",
    "devices: needs the key of the session's device, as long as it is known",
  ),
  unknowable(
    "behaviour",
    "Attributes without Mutable, and clients without attribute lists",
    "the attributes are immutable; the clients can access standard attributes only",
    "attributes: gets from an administrator what the client may not write, but nothing immutable",
  ),
  unknowable(
    "behaviour",
    "Members that an operation needs but its model does not require",
    "InvalidParameterException, Missing required parameter; NotAuthorizedException for a token",
    "malformed: needs no member beyond those that the model requires",
  ),
  unknowable(
    "behaviour",
    "Boolean attribute values that are not lower case",
    "stored in lower case",
    "attributes: in the words of Python, which is kept as",
  ),
  unknowable(
    "behaviour",
    "An empty list of ExplicitAuthFlows",
    "treated as a missing list",
    "pools: the older values of ExplicitAuthFlows",
  ),
  unknowable(
    "behaviour",
    "Hourly quotas per user",
    "enforced, although AWS may vary some",
    "passwords: is worth at most 20 codes an hour, for unknown users too",
  ),
  unknowable(
    "behaviour",
    "Passwords that begin or end with a space",
    "refused",
    "sign-up: refuses a password with a space at its end",
  ),
  unknowable(
    "behaviour",
    "Relying party and registration of passkeys",
    "the configured relying party, otherwise the host of the domain; one attempt per registration, within five minutes",
    "passkeys: when it was never started, twice, and too late",
  ),
  unknowable(
    "behaviour",
    "Passkeys if a second factor is due",
    "offered only if a passkey may replace MFA",
    "passkeys: and is otherwise not offered",
  ),
  unknowable(
    "behaviour",
    "Secrets of a client",
    "the last one cannot be deleted; a secret that the caller chooses has 24 to 64 characters",
    "pool-upkeep: are one or two, never three or zero, and zero for a public client",
  ),
  unknowable(
    "behaviour",
    "Sessions that session tracking lists, and its availability by Region",
    "those that began while tracking was enabled; without tracking, OperationNotEnabledException",
    "sessions: is off until it is turned on, and answers nothing then",
  ),
  unknowable(
    "behaviour",
    "Claims of authentication levels, and their availability by Region",
    "acr and amr only in tokens of a sign-in that requested a level",
    "step-up: are in the tokens of a user who requested one, and not in others",
  ),
  unknowable(
    "behaviour",
    "Step-up to a level that the token already meets",
    "InvalidParameterException",
    "step-up: that already meets the level, nothing is given",
  ),
  unknowable(
    "flow",
    "Refresh of an API sign-in at the token endpoint",
    "an access token, but no ID token, since that needs the scope openid; refused if the pool tracks devices",
    "refresh: at the token endpoint renews the access token of a sign-in through the API",
  ),
  unknowable(
    "flow",
    "A failed attempt to redeem an authorization code",
    "the code is used up, and its tokens are revoked",
    "oauth/code-flow: with another verifier, and then for good",
  ),
  unknowable(
    "flow",
    "PreTokenGeneration on the hosted pages",
    "it runs when the code is issued, so that the browser shows a refusal",
    "oauth/code-flow: shows the message of a trigger, as text",
  ),
  unknowable(
    "flow",
    "Errors about an unknown client or redirect URI",
    "shown on a page of the pool, never sent to the redirect URI",
    "oauth/code-flow: shows the error instead of a redirect to an unknown address",
  ),
];
