import { AdminDisableUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as oidc from "openid-client";
import { givenUser, password, poolId, publicId, sources, startWorld, type World, webId } from "../world.js";
import { alertOf, Browser, claimsOf, locationOf } from "./browser.js";

const callback = "http://localhost:3000/callback";
const settings = {
  AllowedOAuthFlows: ["code"],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ["openid", "email", "profile", "aws.cognito.signin.user.admin"],
  CallbackURLs: [callback, "http://localhost:3000/other?x=1"],
  LogoutURLs: ["http://localhost:3000/bye"],
  SupportedIdentityProviders: ["COGNITO"],
};

let world: World;
beforeAll(async () => {
  const answerAll = (event: unknown) => event;
  world = await startWorld({
    client: {
      ...settings,
      ExplicitAuthFlows: [],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
    publicClient: settings,
    triggers: {
      PreAuthentication: ({ request, ...event }) => {
        const attributes = request.userAttributes as Record<string, string>;
        if (attributes.nickname === "barred") throw new Error("ERR_BARRED <b>");
        return { ...event, request };
      },
      PostAuthentication: answerAll,
      PreTokenGeneration: answerAll,
    },
  });
});
afterAll(() => world.close());

const base = () => `${world.running.url}/${poolId}`;

const configuration = (clientId = webId) => {
  const { secret } = world.running.client(poolId, clientId);
  const server = {
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
    authorization_endpoint: `${base()}/oauth2/authorize`,
    token_endpoint: `${base()}/oauth2/token`,
    userinfo_endpoint: `${base()}/oauth2/userInfo`,
    revocation_endpoint: `${base()}/oauth2/revoke`,
    jwks_uri: `${base()}/.well-known/jwks.json`,
  };
  const authentication = secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret);
  const config = new oidc.Configuration(server, clientId, undefined, authentication);
  oidc.allowInsecureRequests(config);
  oidc.enableNonRepudiationChecks(config);
  return config;
};

const verifier = oidc.randomPKCECodeVerifier();

const authorizeUrl = async (more: Record<string, string> = {}, clientId = webId) =>
  oidc.buildAuthorizationUrl(configuration(clientId), {
    redirect_uri: callback,
    scope: "openid email",
    state: "s1",
    nonce: "n1",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  }).href;

async function callbackOf(browser: Browser, username: string, more: Record<string, string> = {}, id = webId) {
  const toLogin = locationOf(await browser.open(await authorizeUrl(more, id)), base());
  expect(toLogin.pathname).toBe(`/${poolId}/login`);
  return locationOf(await browser.submit(toLogin.href, { username, password }), base());
}

const exchange = (url: URL, pkceCodeVerifier = verifier, id = webId) =>
  oidc.authorizationCodeGrant(configuration(id), url, {
    pkceCodeVerifier,
    expectedState: "s1",
    expectedNonce: "n1",
  });

const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    return await promise;
  } catch (error) {
    return error instanceof oidc.ResponseBodyError ? error.error : error;
  }
};

it("signs in on the page and gives a relying party the tokens of its scopes", async () => {
  const { email, username } = await givenUser(world, { attributes: { name: "Ada" } });
  const before = world.running.invocations().at(-1)?.sequence ?? 0;
  const tokens = await exchange(await callbackOf(new Browser(), email));
  const claims = tokens.claims();

  expect(claims).toMatchObject({ email, nonce: "n1", "cognito:username": username });
  expect(claims).not.toHaveProperty("name");
  expect(claimsOf(tokens.access_token)).toMatchObject({ scope: "openid email", client_id: webId });
  expect(sources(world, before)).toEqual([
    "PreAuthentication_Authentication",
    "PostAuthentication_Authentication",
    "TokenGeneration_HostedAuth",
  ]);
  const profile = await oidc.fetchUserInfo(configuration(), tokens.access_token, claims?.sub ?? "");
  expect(profile).toEqual({ sub: claims?.sub, username, email, email_verified: "true" });
});

it("refreshes with rotation, keeping the scopes, and revokes", async () => {
  const { email } = await givenUser(world);
  const first = await exchange(await callbackOf(new Browser(), email));
  const second = await oidc.refreshTokenGrant(configuration(), first.refresh_token ?? "");

  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(claimsOf(second.access_token)).toMatchObject({ scope: "openid email" });
  const reuse = oidc.refreshTokenGrant(configuration(), first.refresh_token ?? "");
  expect(await errorOf(reuse)).toBe("invalid_grant");
  await oidc.tokenRevocation(configuration(), second.refresh_token ?? "");
  await oidc.tokenRevocation(configuration(), second.refresh_token ?? "");
  const revoked = oidc.refreshTokenGrant(configuration(), second.refresh_token ?? "");
  expect(await errorOf(revoked)).toBe("invalid_grant");
  const info = await fetch(`${base()}/oauth2/userInfo`, {
    headers: { authorization: `Bearer ${second.access_token}` },
  });
  expect(info.status).toBe(401);
  expect(info.headers.get("www-authenticate")).toMatch(/^Bearer error="invalid_token"/);
});

it("gives no ID token without openid", async () => {
  const { email } = await givenUser(world);
  const url = await callbackOf(new Browser(), email, { scope: "aws.cognito.signin.user.admin" }, publicId);
  const tokens = await oidc.authorizationCodeGrant(configuration(publicId), url, {
    pkceCodeVerifier: verifier,
    expectedState: "s1",
  });

  expect(tokens.id_token).toBeUndefined();
  expect(tokens.expires_in).toBe(3600);
});

it("accepts a code once, and revokes its tokens if it is used again", async () => {
  const { email } = await givenUser(world);
  const url = await callbackOf(new Browser(), email);
  const tokens = await exchange(url);

  expect(await errorOf(exchange(url))).toBe("invalid_grant");
  const refresh = oidc.refreshTokenGrant(configuration(), tokens.refresh_token ?? "");
  expect(await errorOf(refresh)).toBe("invalid_grant");
});

describe("refuses a code", () => {
  it("with another verifier, and then for good", async () => {
    const { email } = await givenUser(world);
    const url = await callbackOf(new Browser(), email);

    expect(await errorOf(exchange(url, oidc.randomPKCECodeVerifier()))).toBe("invalid_grant");
    expect(await errorOf(exchange(url))).toBe("invalid_grant");
  });

  it("of another client", async () => {
    const { email } = await givenUser(world);
    const url = await callbackOf(new Browser(), email);

    expect(await errorOf(exchange(url, verifier, publicId))).toBe("invalid_grant");
  });

  it("after five minutes", async () => {
    const { email } = await givenUser(world);
    const url = await callbackOf(new Browser(), email);
    world.clock.forward(300_000);

    expect(await errorOf(exchange(url))).toBe("invalid_grant");
  });

  it("of a user who was disabled in between", async () => {
    const { email, username } = await givenUser(world);
    const url = await callbackOf(new Browser(), email);
    await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: username }));

    expect(await errorOf(exchange(url))).toBe("invalid_grant");
  });
});

it("remembers the browser for an hour, without authenticating again", async () => {
  const { email } = await givenUser(world);
  const browser = new Browser();
  await callbackOf(browser, email);
  const before = world.running.invocations().at(-1)?.sequence ?? 0;
  const again = locationOf(await browser.open(await authorizeUrl({ prompt: "none" })), base());

  expect(again.searchParams.get("state")).toBe("s1");
  expect((await exchange(again)).claims()).toMatchObject({ email });
  expect(sources(world, before)).toEqual(["TokenGeneration_HostedAuth"]);
  const fresh = locationOf(await browser.open(await authorizeUrl({ prompt: "login" })), base());
  expect(fresh.pathname).toBe(`/${poolId}/login`);
  world.clock.forward(3_600_000);
  const late = locationOf(await browser.open(await authorizeUrl({ prompt: "none" })), base());
  expect(late.searchParams.get("error")).toBe("login_required");
});

it("signs out of the browser, and goes to registered addresses only", async () => {
  const { email } = await givenUser(world);
  const browser = new Browser();
  await callbackOf(browser, email);
  const logout = (parameters: Record<string, string>) =>
    browser.open(`${base()}/logout?${new URLSearchParams({ client_id: webId, ...parameters })}`);

  expect((await logout({ logout_uri: "http://localhost:3000/evil" })).status).toBe(400);
  const left = await logout({ logout_uri: "http://localhost:3000/bye", redirect_uri: callback });
  expect(left.headers.get("location")).toBe("http://localhost:3000/bye");
  const after = locationOf(await browser.open(await authorizeUrl({ prompt: "none" })), base());
  expect(after.searchParams.get("error")).toBe("login_required");
  const back = await logout({ redirect_uri: callback, response_type: "code" });
  expect(locationOf(back, base()).pathname).toBe(`/${poolId}/login`);
});

it.each<[string, Record<string, string>, string]>([
  ["a scope that the client may not have", { scope: "openid phone" }, "invalid_scope"],
  ["email without openid", { scope: "email" }, "invalid_scope"],
  ["plain PKCE", { code_challenge_method: "plain" }, "invalid_request"],
  ["a short challenge", { code_challenge: "short" }, "invalid_request"],
  ["the implicit flow, which the client may not use", { response_type: "token" }, "unauthorized_client"],
])("sends the error back for %s", async (_, more, error) => {
  const url = locationOf(await new Browser().open(await authorizeUrl(more)), base());

  expect(`${url.origin}${url.pathname}`).toBe(callback);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ error, state: "s1" });
});

it.each<Record<string, string>>([
  { redirect_uri: `${callback}/` },
  { redirect_uri: "http://localhost:3000/other" },
  { client_id: "nobody0000000000000000000" },
])("shows the error instead of a redirect to an unknown address: %j", async (more) => {
  const response = await new Browser().open(await authorizeUrl(more));

  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
});

describe("the form", () => {
  const fill = async (username: string, given: string) =>
    new Browser().submit((await authorizeUrl()).replace("/oauth2/authorize", "/login"), {
      username,
      password: given,
    });

  it("shows the same error for a wrong password and an unknown name", async () => {
    const { email } = await givenUser(world);

    expect(await alertOf(await fill(email, "Wrong-Horse-1"))).toBe("Incorrect username or password.");
    expect(await alertOf(await fill("nobody@example.com", password))).toBe("Incorrect username or password.");
  });

  it("shows the message of a trigger, as text", async () => {
    const { email } = await givenUser(world, { attributes: { nickname: "barred" } });

    expect(await alertOf(await fill(email, password))).toBe(
      "PreAuthentication failed with error ERR_BARRED &#60;b&#62;.",
    );
  });

  it("is not taken from another site", async () => {
    const { email } = await givenUser(world);
    const url = (await authorizeUrl()).replace("/oauth2/authorize", "/login");
    const response = await new Browser().open(url, { username: email, password });

    expect(response.headers.get("location")).toBeNull();
    expect(response.status).toBe(400);
  });
});

it("refuses a wrong client secret and unknown grants in the form of RFC 6749", async () => {
  const token = async (form: Record<string, string>) => {
    const response = await fetch(`${base()}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    const body = (await response.json()) as { error: string };
    return `${response.status} ${body.error}`;
  };
  const { secret = "" } = world.running.client(poolId, webId);

  expect(await token({ grant_type: "refresh_token", client_id: webId, client_secret: "wrong" })).toBe(
    "400 invalid_client",
  );
  expect(await token({ grant_type: "password", client_id: webId, client_secret: secret })).toBe(
    "400 unsupported_grant_type",
  );
  expect(await token({ client_id: webId })).toBe("400 invalid_request");
  expect(await token({ grant_type: "client_credentials", client_id: webId, client_secret: secret })).toBe(
    "400 unauthorized_client",
  );
});
