/** What a client may ask of the authorize endpoint besides a code. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { givenUser, publicId, startWorld, verified, type World } from "../world.js";
import { Browser, claimsOf, locationOf } from "./browser.js";
import { authorized, callback, hostedClient, pageUrl, redeemed, signedIn, tokenCall } from "./hosted.js";

let world: World;
beforeAll(async () => {
  world = await startWorld({
    client: hostedClient,
    publicClient: { ...hostedClient, AllowedOAuthFlows: ["code"] },
  });
});
afterAll(() => world.close());

const fragmentOf = (url: URL) => Object.fromEntries(new URLSearchParams(url.hash.slice(1)));

describe("the implicit flow", () => {
  it("puts tokens for a verifier into the fragment, and never a refresh token", async () => {
    const { email, username } = await givenUser(world);
    const more = { response_type: "token", scope: "openid email", nonce: "n1" };
    const back = await signedIn(world, new Browser(), email, more);
    const { id_token: id = "", access_token: access = "", ...rest } = fragmentOf(back);

    expect(`${back.origin}${back.pathname}${back.search}`).toBe(callback);
    expect(rest).toEqual({ token_type: "bearer", expires_in: "3600", state: "s1" });
    const claims = await verified(world, { access, id, refresh: "" });
    expect(claims.id).toMatchObject({ email, nonce: "n1", at_hash: expect.any(String) });
    expect(claims.access).toMatchObject({ username, scope: "openid email" });
  });

  it("gives no ID token without openid", async () => {
    const { email } = await givenUser(world);
    const more = { response_type: "token", scope: "aws.cognito.signin.user.admin" };
    const tokens = fragmentOf(await signedIn(world, new Browser(), email, more));

    expect(Object.keys(tokens)).toEqual(["access_token", "token_type", "expires_in", "state"]);
  });

  it("is for clients that are allowed to use it", async () => {
    const back = await authorized(world, new Browser(), { response_type: "token", client_id: publicId });

    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: "unauthorized_client",
      state: "s1",
    });
    expect(back.hash).toBe("");
  });
});

describe("resource", () => {
  it("binds the access token to an API, also after a refresh, and not the ID token", async () => {
    const { email } = await givenUser(world);
    const resource = "https://orders.example.com/v1";
    const tokens = await redeemed(world, await signedIn(world, new Browser(), email, { resource }));
    const again = await tokenCall(world, {
      grant_type: "refresh_token",
      refresh_token: tokens.refresh_token ?? "",
    });

    expect(claimsOf(tokens.access_token)).toMatchObject({ aud: resource });
    expect(claimsOf(again.access_token)).toMatchObject({ aud: resource });
    expect(claimsOf(again.id_token ?? "")).not.toMatchObject({ aud: resource });
  });

  it.each(["http://localhost:8080/api", "myapp://orders"])("may be %s", async (resource) => {
    const to = await authorized(world, new Browser(), { resource });

    expect(to.pathname).toMatch(/\/login$/);
  });

  it.each([
    "http://orders.example.com",
    "http://localhost.example.com",
    "orders",
    "https://a.example/#b",
    "https:// ",
    "",
  ])("may not be %j", async (resource) => {
    const back = await authorized(world, new Browser(), { resource });

    expect(back.searchParams.get("error")).toBe("invalid_request");
  });

  it("is not a claim of a token without a binding", async () => {
    const { email } = await givenUser(world);
    const tokens = await redeemed(world, await signedIn(world, new Browser(), email));

    expect(claimsOf(tokens.access_token)).not.toHaveProperty("aud");
  });
});

describe("prompt", () => {
  it.each(["select_account", "consent"])("%s does not end the session of a local user", async (prompt) => {
    const { email } = await givenUser(world);
    const browser = new Browser();
    await signedIn(world, browser, email);
    const back = await authorized(world, browser, { prompt });

    expect(back.searchParams.get("code")).not.toBeNull();
  });

  it("login asks again, and leaves the session as it was until a user signs in", async () => {
    const { email } = await givenUser(world);
    const browser = new Browser();
    await signedIn(world, browser, email);
    expect((await authorized(world, browser, { prompt: "login consent" })).pathname).toMatch(/\/login$/);
    const silent = await authorized(world, browser, { prompt: "none" });

    expect(silent.searchParams.get("code")).not.toBeNull();
  });

  it.each(["none login", "magic"])("%s is refused", async (prompt) => {
    const back = await authorized(world, new Browser(), { prompt });

    expect(back.searchParams.get("error")).toBe("invalid_request");
  });
});

it("fills in the name that the application hints at, as text", async () => {
  const browser = new Browser();
  const login = await authorized(world, browser, { login_hint: 'ada"><b>@example.com' });
  const page = await (await browser.open(login.href)).text();

  expect(page).toContain('value="ada&#34;&#62;&#60;b&#62;@example.com"');
});

it("refuses an unknown response type", async () => {
  const response = await new Browser().open(
    pageUrl(world, "oauth2/authorize", { response_type: "id_token" }),
  );

  expect(locationOf(response, world.running.url).searchParams.get("error")).toBe("invalid_request");
});
