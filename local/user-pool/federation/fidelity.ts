/** How faithful sign-in with external providers is. */
import { done, type FidelityRow, missing, partial } from "../../fidelity/row.js";

const signIn = "federation/sign-in";

export const federationFidelity: readonly FidelityRow[] = [
  partial(
    "flow",
    "/oauth2/idpresponse and signing in with an external provider",
    `${signIn}: makes a profile at the first sign-in, and gives tokens that an outside verifier accepts`,
    "types OIDC and Google; Google answers as an OpenID provider, without the People API",
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
    "Errors of providers and triggers at the application's address",
    "federation/answers: hands on the provider's own refusals, in its words",
  ),
  done("trigger", "InboundFederation_ExternalProvider", "trigger-sources: sign-in by another provider"),
  done(
    "operation",
    "AdminLinkProviderForUser",
    "federation/linking: gives the person of the provider the tokens of the pool's own user",
  ),
  done(
    "operation",
    "AdminDisableProviderForUser",
    "federation/linking: makes the person a newcomer again once the link is gone",
  ),
];
