/** Operations: behaviour that the documentation omits or contradicts. */
import { type FidelityRow, unknowable } from "../../fidelity/row.js";

export const silencesOfOperations: readonly FidelityRow[] = [
  unknowable(
    "behaviour",
    "The HTTP status of errors: the reference says 400, the SDK's models 403, 404 and 429",
    "400, and 500 for a defect; compare names",
    "protocol: renders errors as the SDKs read them, without repeating the input",
  ),
  unknowable(
    "behaviour",
    "Signatures of operations",
    "administrators' operations need the header, whose value is not checked",
    "sign-in: signs in for an administrator, who needs an IAM signature",
  ),
  unknowable(
    "behaviour",
    "A rotated refresh token in its grace period",
    "every repetition answers one successor; later use is RefreshTokenReuseException, and the session goes on",
    "refresh: answers repetitions during the grace period with one live chain, and refuses them afterwards",
  ),
  unknowable(
    "behaviour",
    "Confirmed devices",
    "one that is named must prove itself, also after MFA; its session is refreshed with its key only",
    "devices: needs the key of the session's device, as long as it is known",
  ),
  unknowable(
    "behaviour",
    "Attributes without Mutable, and clients that list none",
    "immutable; the standard attributes only",
    "attributes: gets from an administrator what the client may not write, but nothing immutable",
  ),
  unknowable(
    "behaviour",
    "Members that an operation needs and its model does not demand",
    "InvalidParameterException, Missing required parameter; for a token NotAuthorizedException",
    "malformed: needs no member beyond those that the model requires",
  ),
  unknowable(
    "behaviour",
    "Values of boolean attributes that are not in lower case",
    "kept in lower case",
    "attributes: in the words of Python, which is kept as",
  ),
  unknowable(
    "behaviour",
    "An empty list of ExplicitAuthFlows",
    "as one that is left out",
    "pools: the older values of ExplicitAuthFlows",
  ),
  unknowable(
    "behaviour",
    "Hourly quotas per user",
    "enforced, where some may vary",
    "passwords: is worth at most 20 codes an hour, for unknown users too",
  ),
  unknowable(
    "behaviour",
    "Spaces around a password",
    "refused",
    "sign-up: refuses a password with a space at its end",
  ),
  unknowable(
    "behaviour",
    "Passkeys and the relying party",
    "the configured one, else the host of the domain; a registration is good for one attempt within five minutes",
    "passkeys: when nobody began it, twice, and too late",
  ),
  unknowable(
    "behaviour",
    "Passkeys where a second factor is due",
    "only one that may stand for both is offered",
    "passkeys: and is otherwise not offered",
  ),
  unknowable(
    "behaviour",
    "Secrets of a client",
    "the last one cannot be deleted; a secret of one's own has 24 to 64 characters",
    "pool-upkeep: are one or two: not three, not none, and none for a public client",
  ),
  unknowable(
    "behaviour",
    "Tokens with session tracking, and its availability by region",
    "sessions that began meanwhile are listed; without tracking, OperationNotEnabledException",
    "sessions: is off until it is turned on, and answers nothing then",
  ),
  unknowable(
    "behaviour",
    "Claims of authentication levels, and their availability by region",
    "acr and amr only in tokens of a sign-in that asked for a level",
    "step-up: show in the tokens of who asked for one, and not in others",
  ),
  unknowable(
    "behaviour",
    "A level that the token meets already",
    "InvalidParameterException",
    "step-up: that already meets the level, nothing is given",
  ),
  unknowable(
    "flow",
    "A refresh at the token endpoint of a sign-in through the API",
    "an access token without an ID token, which needs the scope openid; refused where the pool tracks devices",
    "refresh: at the token endpoint renews the access token of a sign-in through the API",
  ),
  unknowable(
    "flow",
    "A code that somebody fails to redeem",
    "it is used up, and the tokens that belong to it are revoked",
    "oauth/code-flow: with another verifier, and then for good",
  ),
  unknowable(
    "flow",
    "PreTokenGeneration of the pages",
    "it runs when the code is made, so that the browser shows its refusal",
    "oauth/code-flow: shows what a trigger says, as text",
  ),
  unknowable(
    "flow",
    "Errors about an unknown client or address",
    "shown here, and never sent there",
    "oauth/code-flow: shows the error instead of sending anybody to an unknown address",
  ),
];
