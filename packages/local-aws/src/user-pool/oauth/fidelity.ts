/** Fidelity of the OAuth endpoints and the hosted pages. */
import { done, type FidelityRow, missing, partial } from "../../fidelity/row.js";

const codeFlow = "oauth/code-flow";

export const oauthFidelity: readonly FidelityRow[] = [
  done(
    "flow",
    "/oauth2/authorize",
    `${codeFlow}: signs in on the page and gives a relying party the tokens of its scopes`,
  ),
  partial(
    "flow",
    "acr_values and max_age",
    "oauth/levels: requires only the missing factors from a signed-in user",
    "only for native users of the pool; AcrMapping of a provider is stored without effect",
  ),
  partial(
    "flow",
    "lang",
    "oauth/pages: is remembered by the browser, and passed on by the authorize endpoint",
    "only English, German, Spanish and French; error messages of the pool stay English",
  ),
  done(
    "flow",
    "The implicit flow",
    "oauth/authorize: puts tokens for a verifier into the fragment, and never a refresh token",
  ),
  done(
    "flow",
    "resource, which binds an access token to an API",
    "oauth/authorize: binds the access token to an API, also after a refresh, and not the ID token",
  ),
  done(
    "flow",
    "prompt",
    "oauth/authorize: login asks again, and leaves the session as it was until a user signs in",
    "also with the classic hosted UI",
  ),
  done(
    "flow",
    "/oauth2/token with authorization_code",
    `${codeFlow}: accepts a code once, and revokes its tokens if it is used again`,
  ),
  done(
    "flow",
    "/oauth2/token with refresh_token",
    `${codeFlow}: refreshes with rotation, keeping the scopes`,
  ),
  done(
    "flow",
    "/oauth2/token with client_credentials",
    "oauth/machines: gives a machine an access token alone, with the trigger",
  ),
  done(
    "flow",
    "/oauth2/userInfo",
    `${codeFlow}: signs in on the page and gives a relying party the tokens of its scopes`,
  ),
  done("flow", "/oauth2/revoke", `${codeFlow}: refreshes with rotation, keeping the scopes, and revokes`),
  done("flow", "/logout", `${codeFlow}: signs out of the browser, and goes to registered addresses only`),
  done("flow", "/login", `${codeFlow}: remembers the browser for an hour, without authenticating again`),
  done(
    "flow",
    "First factors on the pages",
    "oauth/factors: can be a passkey, on the only page with a script",
    "for clients with ALLOW_USER_AUTH",
  ),
  missing("flow", "/passkeys/add", "passkeys are registered through the API"),
  done("flow", "Second factors on the pages", "oauth/factors: lets users choose among their second factors"),
  partial(
    "flow",
    "Setting up a second factor on the pages",
    "oauth/factors: shows the key of an authenticator app as text and as a link, and takes its code",
    "no QR code",
  ),
  done(
    "flow",
    "/signup and /confirmUser",
    "oauth/pages: signs a user up, confirms the address and signs in, without a script",
  ),
  done(
    "flow",
    "/authEventFeedback",
    "take-over-notices: is taken on the page of the link",
    "the URL of this page is not documented; notices contain it",
  ),
  done("flow", "A new sign-up code on /confirmUser", "oauth/pages: sends the sign-up code again"),
  done(
    "flow",
    "/forgotPassword and /confirmForgotPassword",
    "oauth/pages: changes a forgotten password, and treats an unknown name alike",
  ),
  done(
    "operation",
    "CreateIdentityProvider, DescribeIdentityProvider, GetIdentityProviderByIdentifier, ListIdentityProviders, UpdateIdentityProvider, DeleteIdentityProvider",
    "oauth/settings: keeps identity providers, and finds them by identifier",
  ),
  done(
    "operation",
    "CreateResourceServer, DescribeResourceServer, ListResourceServers, UpdateResourceServer, DeleteResourceServer",
    "oauth/settings: creates, changes, lists and deletes a resource server",
  ),
  partial(
    "operation",
    "CreateUserPoolDomain, UpdateUserPoolDomain, DescribeUserPoolDomain, DeleteUserPoolDomain",
    "oauth/domains: changes the pages' version and the certificate, and leaves the rest",
    "the domain is only a name: the endpoints are under the pool's id",
  ),
];
