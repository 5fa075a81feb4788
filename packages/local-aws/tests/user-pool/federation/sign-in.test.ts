/** Signing in with Google at the endpoints of the pool, as applications and users do. */
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import * as oidc from "openid-client";
import { Browser, claimsOf, locationOf } from "../oauth/browser.js";
import { authorized, pageUrl, poolUrl } from "../oauth/hosted.js";
import {
  attempt,
  givenUser,
  named,
  password,
  poolId,
  refusal,
  secretHash,
  signIn,
  sources,
  verified,
  webId,
} from "../world.js";
import {
  atGoogle,
  type GoogleWorld,
  givenGoogler,
  signedInBy,
  startGoogleWorld,
  tokensBy,
} from "./google-world.js";
import { errorIn } from "./returned-error.js";

const silent = (event: unknown) => event;

let world: GoogleWorld;
beforeAll(async () => {
  world = await startGoogleWorld({
    client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
    triggers: {
      InboundFederation: silent,
      PreSignUp: silent,
      PostConfirmation: silent,
      PreAuthentication: silent,
      PostAuthentication: silent,
      PreTokenGeneration: silent,
    },
  });
});
afterAll(() => world.close());

const profileOf = async (Username: string) => {
  const user = await world.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
  return { status: user.UserStatus, username: user.Username, attributes };
};

it("makes a profile at the first sign-in, and gives tokens that an outside verifier accepts", async () => {
  const user = givenGoogler(world);
  const { id, access } = await verified(world, await tokensBy(world, new Browser(), user));

  expect(id).toMatchObject({
    "cognito:username": `google_${user.sub}`,
    "cognito:groups": [`${poolId}_Google`],
    identities: [{ userId: user.sub, providerName: "Google", providerType: "Google", primary: "true" }],
  });
  expect(access.username).toBe(`google_${user.sub}`);
  const profile = await profileOf(`google_${user.sub}`);
  expect(profile).toMatchObject({
    status: "EXTERNAL_PROVIDER",
    attributes: { email: user.email, email_verified: "true", name: "Gil Gray", sub: id.sub },
  });
  expect(JSON.parse(profile.attributes.identities ?? "")).toMatchObject([
    { userId: user.sub, providerName: "Google", primary: true, issuer: null },
  ]);
});

it("is a sign-up the first time, and an authentication from then on", async () => {
  const user = givenGoogler(world);
  const before = world.running.invocations().at(-1)?.sequence ?? 0;
  await tokensBy(world, new Browser(), user);
  const between = world.running.invocations().at(-1)?.sequence ?? 0;

  expect(sources(world, before)).toEqual([
    "InboundFederation_ExternalProvider",
    "PreSignUp_ExternalProvider",
    "PostConfirmation_ConfirmSignUp",
    "TokenGeneration_HostedAuth",
  ]);
  await tokensBy(world, new Browser(), user);
  expect(sources(world, between)).toEqual([
    "InboundFederation_ExternalProvider",
    "PreAuthentication_Authentication",
    "PostAuthentication_Authentication",
    "TokenGeneration_HostedAuth",
  ]);
});

it("works for a relying party with its own PKCE and nonce", async () => {
  const { secret = "" } = world.running.client(poolId, webId);
  const config = new oidc.Configuration(
    {
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
      authorization_endpoint: poolUrl(world, "oauth2/authorize"),
      token_endpoint: poolUrl(world, "oauth2/token"),
      jwks_uri: poolUrl(world, ".well-known/jwks.json"),
    },
    webId,
    secret,
  );
  oidc.allowInsecureRequests(config);
  oidc.enableNonRepudiationChecks(config);
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const back = await signedInBy(world, new Browser(), givenGoogler(world), {
    nonce: "n-of-app",
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const tokens = await oidc.authorizationCodeGrant(config, back, {
    pkceCodeVerifier,
    expectedNonce: "n-of-app",
    expectedState: "s1",
  });

  expect(tokens.claims()?.["cognito:username"]).toMatch(/^google_\d+$/);
});

it("sends state, a nonce, PKCE and the wishes of the application to the provider", async () => {
  const more = { identity_provider: "Google", prompt: "select_account", login_hint: "me@example.com" };
  const address = await authorized(world, new Browser(), more);

  expect(address.origin).toBe(world.google.url);
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    client_id: "pool-at-google",
    redirect_uri: poolUrl(world, "oauth2/idpresponse"),
    response_type: "code",
    scope: "openid email profile",
    prompt: "select_account",
    login_hint: "me@example.com",
    code_challenge_method: "S256",
  });
  expect(address.searchParams.get("state")).not.toBe("s1");
  expect(address.searchParams.get("nonce")?.length).toBeGreaterThan(20);
});

it("offers the provider on the sign-in page", async () => {
  const browser = new Browser();
  const page = await (await browser.open((await authorized(world, browser)).href)).text();
  const href = /href="([^"]*identity_provider=Google[^"]*)">Continue with Google</.exec(page)?.[1] ?? "";
  const target = new URL(href.replaceAll("&#38;", "&"), world.running.url);
  const toGoogle = locationOf(await browser.open(target.href), world.running.url);

  expect(toGoogle.origin).toBe(world.google.url);
});

it("redirects to the provider from a sign-in page that names it", async () => {
  const browser = new Browser();
  const named = pageUrl(world, "login", { identity_provider: "Google" });
  const authorize = locationOf(await browser.open(named), world.running.url);

  expect(locationOf(await browser.open(authorize.href), world.running.url).origin).toBe(world.google.url);
});

it("remembers the browser, for the provider that the session began with", async () => {
  const browser = new Browser();
  await signedInBy(world, browser, givenGoogler(world));
  const before = world.running.invocations().at(-1)?.sequence ?? 0;

  expect((await authorized(world, browser)).searchParams.get("code")).not.toBeNull();
  const again = await authorized(world, browser, { identity_provider: "Google" });
  expect(again.searchParams.get("code")).not.toBeNull();
  expect(sources(world, before)).toEqual(["TokenGeneration_HostedAuth", "TokenGeneration_HostedAuth"]);
  const other = await authorized(world, browser, { identity_provider: "COGNITO" });
  expect(other.pathname).toBe(`/${poolId}/login`);
  const anew = await authorized(world, browser, { identity_provider: "Google", prompt: "login" });
  expect(anew.origin).toBe(world.google.url);
});

it("allows no sign-in by password and no forgotten password", async () => {
  const user = givenGoogler(world);
  await tokensBy(world, new Browser(), user);
  const Username = `google_${user.sub}`;

  expect(await refusal(attempt(world, Username))).toBe(
    "NotAuthorizedException: Incorrect username or password.",
  );
  expect(await refusal(attempt(world, user.email))).toBe(
    "NotAuthorizedException: Incorrect username or password.",
  );
  expect(await refusal(world.cognito.send(new ForgotPasswordCommand(named(world, Username))))).toMatch(
    /^NotAuthorizedException: User password cannot be reset in the current state/,
  );
});

it("has no first factors to choose, and gets no codes", async () => {
  const user = givenGoogler(world);
  await tokensBy(world, new Browser(), user);
  const begin = (USERNAME: string) =>
    world.cognito.send(
      new InitiateAuthCommand({
        ClientId: webId,
        AuthFlow: "USER_AUTH",
        AuthParameters: {
          USERNAME,
          SECRET_HASH: secretHash(world, USERNAME),
          PREFERRED_CHALLENGE: "EMAIL_OTP",
        },
      }),
    );
  const known = await begin(`google_${user.sub}`);
  const unknown = await begin("google_nobody");

  expect([known.ChallengeName, known.AvailableChallenges]).toEqual([
    unknown.ChallengeName,
    unknown.AvailableChallenges,
  ]);
  expect(world.messages.filter(({ to }) => to === user.email)).toEqual([]);
});

it("makes one profile of first sign-ins that overlap", async () => {
  const user = givenGoogler(world);
  const both = await Promise.all([
    signedInBy(world, new Browser(), user),
    signedInBy(world, new Browser(), user),
  ]);
  const outcomes = both.map((back) => errorIn(back).description ?? "signed in").sort();

  expect(["signed in", `Already found an entry for username google_${user.sub}`]).toEqual(
    expect.arrayContaining([...new Set(outcomes)]),
  );
  const { Users } = await world.cognito.send(
    new ListUsersCommand({ UserPoolId: poolId, Filter: `email = "${user.email}"` }),
  );
  expect(Users).toHaveLength(1);
});

it("is CONFIRMED with a password that an administrator sets, and still itself at the provider", async () => {
  const user = givenGoogler(world);
  const { id } = await verified(world, await tokensBy(world, new Browser(), user));
  const Username = `google_${user.sub}`;
  await world.cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: password, Permanent: true }),
  );

  expect((await profileOf(Username)).status).toBe("CONFIRMED");
  expect((await verified(world, await signIn(world, Username))).id.sub).toBe(id.sub);
  expect((await verified(world, await tokensBy(world, new Browser(), user))).id.sub).toBe(id.sub);
});

it("lives beside the pool's own user with the same address", async () => {
  const { email, username } = await givenUser(world);
  const user = givenGoogler(world, { email });
  const { id } = await verified(world, await tokensBy(world, new Browser(), user));

  expect(id.sub).not.toBe(username);
  const { Users } = await world.cognito.send(
    new ListUsersCommand({ UserPoolId: poolId, Filter: `email = "${email}"` }),
  );
  expect(Users?.map(({ UserStatus }) => UserStatus).sort()).toEqual(["CONFIRMED", "EXTERNAL_PROVIDER"]);
  expect((await verified(world, await signIn(world, email))).id["cognito:username"]).toBe(username);
});

it("refuses a disabled profile at the application's address", async () => {
  const user = givenGoogler(world);
  await tokensBy(world, new Browser(), user);
  const Username = `google_${user.sub}`;
  await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username }));

  expect(errorIn(await signedInBy(world, new Browser(), user))).toEqual({
    error: "invalid_request",
    description: "User is disabled.",
    state: "s1",
  });
});

it("finds the provider by identifier, and refuses one that the client does not have", async () => {
  const unknown = await authorized(world, new Browser(), { identity_provider: "Facebook" });
  const stranger = await authorized(world, new Browser(), { idp_identifier: "example.org" });

  expect([errorIn(unknown).error, errorIn(stranger).error]).toEqual(["invalid_request", "invalid_request"]);
});

it("goes straight to the provider for a client that has no other", async () => {
  const alone = await startGoogleWorld({
    provider: { IdpIdentifiers: ["example.com"] },
    client: { SupportedIdentityProviders: ["Google"] },
  });
  try {
    const browser = new Browser();
    const straight = await authorized(alone, browser);
    const found = await authorized(alone, browser, { idp_identifier: "example.com" });
    const page = await (await browser.open(pageUrl(alone, "login"))).text();

    expect([straight.origin, found.origin]).toEqual([alone.google.url, alone.google.url]);
    expect(page).toContain("Continue with Google");
    expect(page).not.toContain('type="password"');
  } finally {
    await alone.close();
  }
});

it("hands the implicit flow its tokens after the provider, too", async () => {
  const browser = new Browser();
  const authorize = await authorized(world, browser, { identity_provider: "Google", response_type: "token" });
  const atPool = await atGoogle(browser, authorize, givenGoogler(world).sub);
  const back = locationOf(await browser.open(atPool.href), atPool.origin);
  const { id_token = "" } = Object.fromEntries(new URLSearchParams(back.hash.slice(1)));

  expect(claimsOf(id_token)).toMatchObject({ aud: webId });
});
