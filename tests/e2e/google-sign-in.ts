/** Sign-in with the local Google at a stack's pool, by a certified client and a browser. */
import * as oidc from "openid-client";
import type { RunningStack } from "../../local/stack/index.js";
import { Browser, locationOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";

const CALLBACK = "http://localhost:3000/auth/callback";
/** Users of the local Google. Ada's and Margaret's addresses are verified, Grace's is not. */
export const GOOGLE = {
  ada: "104556631362906539001",
  margaret: "104556631362906539002",
  grace: "104556631362906539003",
};

export const application = (stack: RunningStack): oidc.Configuration => {
  const { pool, urls } = stack.describe();
  const base = `${urls.cognito}/${pool.id}`;
  const server = {
    issuer: pool.issuer,
    authorization_endpoint: `${base}/oauth2/authorize`,
    token_endpoint: `${base}/oauth2/token`,
    jwks_uri: `${base}/.well-known/jwks.json`,
  };
  const { secret = "" } = stack.userPool.client(pool.id, pool.clientId);
  const config = new oidc.Configuration(server, pool.clientId, undefined, oidc.ClientSecretBasic(secret));
  oidc.allowInsecureRequests(config);
  oidc.enableNonRepudiationChecks(config);
  return config;
};

const verifier = oidc.randomPKCECodeVerifier();

/** From the application to Google, as that user, and back to the application's callback. */
export const cameBack = async (
  stack: RunningStack,
  user: string,
  browser = new Browser(),
  callback = CALLBACK,
): Promise<URL> => {
  const authorize = oidc.buildAuthorizationUrl(application(stack), {
    redirect_uri: callback,
    scope: "openid email profile aws.cognito.signin.user.admin",
    state: "s1",
    nonce: "n1",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    identity_provider: "Google",
  });
  let at = authorize;
  const follow = async () => {
    at = locationOf(await browser.open(at.href), at.origin);
  };
  await follow(); // to Google
  await follow(); // to its page
  at = locationOf(await browser.open(at.href, { user }), at.origin);
  while (!at.href.startsWith(callback)) await follow();
  return at;
};

/** The tokens for the code that the callback got. */
export const tokensOf = (stack: RunningStack, back: URL) =>
  oidc.authorizationCodeGrant(application(stack), back, {
    pkceCodeVerifier: verifier,
    expectedState: "s1",
    expectedNonce: "n1",
  });
