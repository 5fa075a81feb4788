/** Sign-in with Google on the whole stack: the packaged triggers, the local pool and Google, a certified client in between. */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as oidc from "openid-client";
import type { RunningStack } from "../../local/stack/index.js";
import { me } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { CREDENTIALS } from "../../local/story/cast.js";
import { Browser, claimsOf, locationOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { startOwnStack } from "./own-stack.js";

const callback = "http://localhost:3000/auth/callback";
/** Users of the local Google: Ada's address is in the legacy system, Margaret's is unknown, Grace's is unverified. */
const ada = "104556631362906539001";
const margaret = "104556631362906539002";
const grace = "104556631362906539003";

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

const application = () => {
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
const cameBack = async (user: string, browser = new Browser()): Promise<URL> => {
  const authorize = oidc.buildAuthorizationUrl(application(), {
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
  at = locationOf(await browser.open(at.href, { person: user }), at.origin);
  while (!at.href.startsWith(callback)) await follow();
  return at;
};

const tokensOf = (back: URL) =>
  oidc.authorizationCodeGrant(application(), back, {
    pkceCodeVerifier: verifier,
    expectedState: "s1",
    expectedNonce: "n1",
  });

const eventsOf = async (...types: string[]) => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  return events.filter((event) => types.includes(event["detail-type"]));
};

const givenConfirmed = async (email: string): Promise<void> => {
  const { urls, region, pool } = stack.describe();
  const cognito = new CognitoIdentityProviderClient({
    endpoint: urls.cognito,
    region,
    credentials: CREDENTIALS,
  });
  const user = { UserPoolId: pool.id, Username: email };
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }));
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...user, Password: "Given-Pass-1!", Permanent: true }),
  );
  cognito.destroy();
};

describe("a user from Google", () => {
  it("with an unused address becomes a user, with a profile and one identity", async () => {
    const { access_token, id_token = "" } = await tokensOf(await cameBack(ada));
    const claims = claimsOf(id_token) as Record<string, unknown>;
    expect(claims).toMatchObject({ email: "ada@example.com", user_id: expect.stringMatching(/^usr_/) });
    // The legacy system knows the address, and says so before the first token.
    expect(claims.legacy_id).toEqual(expect.stringMatching(/./));
    expect((await me(stack.describe(), access_token)).status).toBe(200);

    const again = await tokensOf(await cameBack(ada));
    expect(claimsOf(again.id_token ?? "")).toMatchObject({ sub: claims.sub, user_id: claims.user_id });
  });

  it("trap 32: with the address of a native user is linked at the first attempt, and is that user at the second", async () => {
    await givenConfirmed("margaret@example.com");
    const first = await cameBack(margaret);
    expect(first.searchParams.get("error_description")).toContain("Already found an entry for username");

    const { id_token = "" } = await tokensOf(await cameBack(margaret));
    const claims = claimsOf(id_token) as {
      identities: { providerName: string }[];
      "cognito:username": string;
    };
    expect(claims.identities).toMatchObject([{ providerName: "Google", userId: margaret }]);
    expect(claims["cognito:username"]).not.toMatch(/^google_/i);
    expect(
      (await eventsOf("identity.link_approved", "identity.linked")).map((event) => event["detail-type"]),
    ).toEqual(expect.arrayContaining(["identity.link_approved", "identity.linked"]));
  });

  it("trap 3: with an address that Google has not verified gets a public message, and no user is created", async () => {
    const back = await cameBack(grace);
    expect(back.searchParams.get("code")).toBeNull();
    expect(back.searchParams.get("error_description")).toContain("[federation_refused]");
    expect(await eventsOf("federation.refused")).toMatchObject([
      { detail: { status_detail: "email_unverified" } },
    ]);
    expect(JSON.stringify(stack.functions.logs())).not.toContain("grace@example.com");
  });
});
