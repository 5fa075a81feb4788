/** Fidelity of sign-in with external providers. */
import { done, type FidelityRow, missing, partial, unknowable } from "../../fidelity/row.js";

const signIn = "federation/sign-in";

export const federationFidelity: readonly FidelityRow[] = [
  partial(
    "flow",
    "/oauth2/idpresponse and signing in with an external provider",
    `${signIn}: makes a profile at the first sign-in, and gives tokens that an outside verifier accepts`,
    "only the types OIDC and Google; Google is used as an OpenID provider, without the People API",
  ),
  missing("flow", "Sign-in with SAML, Facebook, Apple and Amazon"),
  done(
    "flow",
    "identity_provider and idp_identifier",
    `${signIn}: finds the provider by identifier, and refuses one that the client does not have`,
  ),
  done(
    "trigger",
    "PreSignUp_ExternalProvider",
    "trigger-sources: the triggers of a first sign-in by another provider",
  ),
  done(
    "behaviour",
    "Attribute mapping",
    "federation/attributes: maps claims to attributes, as text, and overwrites them at each sign-in",
  ),
  done(
    "behaviour",
    "Provider and trigger errors at the redirect URI",
    "federation/answers: hands on the provider's own refusals, in its words",
  ),
  done("trigger", "InboundFederation_ExternalProvider", "trigger-sources: sign-in by another provider"),
  done(
    "operation",
    "AdminLinkProviderForUser",
    "federation/linking: gives the user of the provider the tokens of the pool's own user",
  ),
  done(
    "operation",
    "AdminDisableProviderForUser",
    "federation/linking: makes the user a new user again after the link is removed",
  ),
  unknowable(
    "behaviour",
    "A sign-in in which PreSignUp links the user",
    'it fails with "Already found an entry for username"; the next one signs the linked user in',
    "federation/linking: fails the attempt in which PreSignUp made the link, and the next one works",
  ),
  unknowable(
    "behaviour",
    "The error that an application gets for a refused federated sign-in",
    "invalid_request with the message of the trigger or the schema; the provider's own errors unchanged",
    "federation/attributes: returns the words of a denial by",
  ),
  unknowable(
    "behaviour",
    "When PreAuthentication sees a provider's new attributes",
    "it sees the old profile; if it denies the sign-in, the profile does not change",
    "federation/attributes: changes nothing of a profile that PreAuthentication denies",
  ),
  unknowable(
    "behaviour",
    "Subjects of a provider that differ only in case, in a case-insensitive pool",
    "the second one is refused",
    "federation/attributes: distinguishes subjects that differ by case, in a pool that ignores the case of names",
  ),
];
