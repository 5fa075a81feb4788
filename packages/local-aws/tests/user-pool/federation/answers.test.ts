/** What a provider answers, and what only pretends to be its answer. */
import { ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { alertOf, Browser, locationOf } from "../oauth/browser.js";
import { callback as applicationCallback, authorized, poolUrl } from "../oauth/hosted.js";
import { poolId } from "../world.js";
import { type Lies, lyingClient } from "./lying-provider.js";
import { atPartner, type PartnerWorld, signedInByPartner, startPartnerWorld } from "./partner-world.js";
import { errorIn } from "./returned-error.js";

let world: PartnerWorld;
beforeAll(async () => {
  world = await startPartnerWorld();
});
afterAll(() => world.close());
beforeEach(() => world.partner.tells({ sub: "p-1", mail: "p1@example.com" }));

const users = async () => {
  const { Users = [] } = await world.cognito.send(new ListUsersCommand({ UserPoolId: poolId }));
  return Users.length;
};

const unacceptable = "Partner Error - the answer of the provider is not acceptable";

it.each<[string, Lies]>([
  ["an ID token for another client", { claims: { aud: "other-client" } }],
  ["an ID token for several without saying who asked", { claims: { aud: [lyingClient.id, "other"] } }],
  ["an ID token of another issuer", { claims: { iss: "https://accounts.google.com" } }],
  ["an expired ID token", { claims: { exp: Math.floor(Date.now() / 1000) - 60 } }],
  ["an ID token without an end", { claims: { exp: undefined } }],
  ["a wrong nonce", { claims: { nonce: "of-another-sign-in" } }],
  ["no nonce", { claims: { nonce: undefined } }],
  ["an ID token without a subject", { claims: { sub: undefined } }],
  ["an ID token with an empty subject", { claims: { sub: "" } }],
  ["a subject that is not a string", { claims: { sub: 7 } }],
  ["an ID token signed with another key", { foreignKey: true }],
  ["no ID token", { token: { body: { access_token: "a", token_type: "Bearer" } } }],
  ["tokens that are no object", { token: { body: "no" } }],
  ["the profile of another user", { userInfo: { body: { sub: "p-2", mail: "victim@example.com" } } }],
  ["an error without a name", { token: { status: 500, body: {} } }],
  [
    "an ID token that is not a string",
    { token: { body: { access_token: "a", token_type: "Bearer", id_token: 7 } } },
  ],
  ["a malformed ID token", { token: { body: { access_token: "a", token_type: "Bearer", id_token: "a.b" } } }],
  ["no access token", { token: { body: { token_type: "Bearer" } } }],
  ["malformed keys", { jwks: { body: { keys: "none" } } }],
  ["no keys", { jwks: { status: 500, body: {} } }],
  ["a profile that is a list", { userInfo: { body: [] } }],
  ["a profile of more than a megabyte", { userInfo: { body: { sub: "p-1", filler: "x".repeat(2 ** 20) } } }],
  ["a refused profile", { userInfo: { status: 401, body: {} } }],
  ["a malformed userinfo address", { metadata: { userinfo_endpoint: "no address" } }],
  ["an answer in the name of another issuer", { callback: { iss: "https://evil.example.com" } }],
])("refuses %s, and creates no user", async (_, lies) => {
  const before = await users();
  world.partner.tells({ sub: "p-1", mail: "p1@example.com" }, lies);
  const back = await signedInByPartner(world, new Browser());

  expect(back.href.startsWith(`${applicationCallback}?`)).toBe(true);
  expect(errorIn(back)).toEqual({ error: "invalid_request", description: unacceptable, state: "s1" });
  expect(await users()).toBe(before);
});

it("hands on the provider's own refusals, in its words", async () => {
  const denied = { error: "access_denied", error_description: "No & thanks", code: undefined };
  world.partner.tells({}, { callback: denied });
  expect(errorIn(await signedInByPartner(world, new Browser()))).toEqual({
    error: "access_denied",
    description: "Partner Error - 400 access_denied No & thanks",
    state: "s1",
  });

  world.partner.tells({}, { token: { status: 401, body: { error: "invalid_client" } } });
  expect(errorIn(await signedInByPartner(world, new Browser()))).toMatchObject({
    error: "invalid_client",
    description: "Partner Error - 401 invalid_client",
  });
});

it.each<[string, Lies]>([
  ["discovery fails", { discovery: { status: 500, body: {} } }],
  ["the metadata is of another issuer", { metadata: { issuer: "https://accounts.google.com" } }],
  ["the metadata lacks an endpoint", { metadata: { token_endpoint: undefined } }],
])("redirects no user to a provider when %s", async (_, lies) => {
  world.partner.tells({}, lies);
  const back = await authorized(world, new Browser(), { identity_provider: "Partner" });

  expect(errorIn(back)).toEqual({ error: "invalid_request", description: unacceptable, state: "s1" });
});

it("reports that the provider is down, before and after the redirect to it", async () => {
  const own = await startPartnerWorld();
  own.partner.tells({ sub: "p-1" });
  const browser = new Browser();
  const callback = await atPartner(own, browser);
  await own.partner.close();

  const down = {
    error: "server_error",
    description: "The identity provider could not be reached.",
    state: "s1",
  };
  expect(errorIn(locationOf(await browser.open(callback.href), callback.origin))).toEqual(down);
  expect(errorIn(await authorized(own, browser, { identity_provider: "Partner" }))).toEqual(down);
  await own.close();
});

it.each<[string, (callback: URL) => void]>([
  ["unknown", ({ searchParams }) => searchParams.set("state", "forged")],
  ["missing", ({ searchParams }) => searchParams.delete("state")],
])("redirects no user when the state is %s", async (_, change) => {
  const browser = new Browser();
  const callback = await atPartner(world, browser);
  change(callback);
  const page = await browser.open(callback.href);

  expect([page.status, page.headers.get("location")]).toEqual([400, null]);
  expect(await alertOf(page)).toMatch(/not begun here/);
});

it("takes a state once, within five minutes, from the browser that began", async () => {
  const browser = new Browser();
  const callback = await atPartner(world, browser);
  const stolen = await new Browser().open(callback.href);
  expect([stolen.status, stolen.headers.get("location")]).toEqual([400, null]);
  expect((await browser.open(callback.href)).status).toBe(302);
  const replayed = await browser.open(callback.href);
  expect([replayed.status, replayed.headers.get("location")]).toEqual([400, null]);

  const slow = new Browser();
  const late = await atPartner(world, slow);
  world.clock.forward(5 * 60_000);
  expect((await slow.open(late.href)).status).toBe(400);
});

it("sends the secret in the body, and requests the profile with the method of the settings", async () => {
  await signedInByPartner(world, new Browser());
  const token = world.partner.asked.find(({ path }) => path === "/token");

  expect(token?.form).toMatchObject({
    grant_type: "authorization_code",
    code: "a-code",
    client_id: lyingClient.id,
    client_secret: lyingClient.secret,
    redirect_uri: poolUrl(world, "oauth2/idpresponse"),
  });
  // This provider does not offer PKCE.
  expect(token?.form).not.toHaveProperty("code_verifier");
  expect(world.partner.asked.find(({ path }) => path === "/userinfo")?.method).toBe("GET");
});

it("works by the addresses in ProviderDetails alone, and asks for the profile by POST", async () => {
  const { url } = world.partner;
  const explicit = {
    oidc_issuer: url,
    authorize_url: `${url}/authorize`,
    token_url: `${url}/token`,
    attributes_url: `${url}/userinfo`,
    jwks_uri: `${url}/jwks`,
    attributes_request_method: "POST",
  };
  const other = await startPartnerWorld({ details: explicit });
  try {
    world.partner.tells({ sub: "p-9", mail: "p9@example.com" }, { discovery: { status: 404, body: {} } });
    const back = await signedInByPartner(other, new Browser());
    expect(back.searchParams.get("code")).not.toBeNull();
    const paths = world.partner.asked.map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual(["GET /authorize", "POST /token", "GET /jwks", "POST /userinfo"]);

    world.partner.tells({ sub: "p-9" }, { userInfo: { body: { sub: "p-8" } } });
    expect(errorIn(await signedInByPartner(other, new Browser())).description).toBe(unacceptable);
  } finally {
    await other.close();
  }
});

it("writes no provider tokens to the invocation record or to URLs", async () => {
  const own = await startPartnerWorld({ triggers: { InboundFederation: (event) => event } });
  try {
    own.partner.tells({ sub: "p-1", mail: "p1@example.com" });
    const back = await signedInByPartner(own, new Browser());

    expect(own.running.invocations().length).toBeGreaterThan(0);
    expect(JSON.stringify(own.running.invocations())).not.toContain("partner-access-token");
    expect(back.href).not.toContain("partner-access-token");
  } finally {
    await own.close();
  }
});
