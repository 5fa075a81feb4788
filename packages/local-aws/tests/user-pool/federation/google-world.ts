/** A pool with the local Google as a provider, and the browser's steps of a sign-in. */
import { type Google, type GoogleUser, startGoogle } from "../../../src/google/index.js";
import { type Browser, locationOf } from "../oauth/browser.js";
import { authorized, hostedClient, redeemed } from "../oauth/hosted.js";
import { poolId, type Setup, startWorld, type Tokens, type World } from "../world.js";

const secret = "google-client-secret";

const googleProperties = {
  ProviderName: "Google",
  ProviderType: "Google",
  ProviderDetails: {
    client_id: "pool-at-google",
    client_secret: secret,
    authorize_scopes: "email profile openid",
  },
  AttributeMapping: { username: "sub", email: "email", email_verified: "email_verified", name: "name" },
};

export type GoogleWorld = World & { google: Google; users: GoogleUser[] };

export interface GoogleSetup extends Setup {
  /** Over those of the provider. */
  provider?: Record<string, unknown>;
}

let subjects = 0;

/** A user with an account there. */
export function givenGoogler({ users }: GoogleWorld, user: Partial<GoogleUser> = {}): GoogleUser {
  const sub = user.sub ?? String(1000 + ++subjects);
  const known = { sub, email: `g${sub}@example.com`, emailVerified: true, name: "Gil Gray", ...user };
  const at = users.findIndex((other) => other.sub === sub);
  if (at === -1) users.push(known);
  else users[at] = known;
  return known;
}

export async function startGoogleWorld({ provider, ...setup }: GoogleSetup = {}): Promise<GoogleWorld> {
  const users: GoogleUser[] = [];
  const callbackPaths = [`/${poolId}/oauth2/idpresponse`];
  const google = await startGoogle({ users, clients: [{ id: "pool-at-google", secret, callbackPaths }] });
  const world = await startWorld({
    ...setup,
    identityProviders: [{ ...googleProperties, ...provider }, ...(setup.identityProviders ?? [])],
    client: { ...hostedClient, SupportedIdentityProviders: ["COGNITO", "Google"], ...setup.client },
    options: { providerAddresses: { [google.issuer]: google.url }, ...setup.options },
  });
  const close = async () => {
    await world.close();
    await google.close();
  };
  return { ...world, google, users, close };
}

const followed = async (browser: Browser, from: URL): Promise<URL> =>
  locationOf(await browser.open(from.href), from.origin);

/** From Google's authorize address to the callback of the pool, which is not opened. */
export async function atGoogle(browser: Browser, authorize: URL, sub: string): Promise<URL> {
  const page = await followed(browser, authorize);
  const resumed = locationOf(await browser.open(page.href, { user: sub }), page.origin);
  return followed(browser, resumed);
}

/** From the application and back to it. */
export async function signedInBy(
  world: GoogleWorld,
  browser: Browser,
  { sub }: Pick<GoogleUser, "sub">,
  more: Record<string, string> = {},
): Promise<URL> {
  const authorize = await authorized(world, browser, { identity_provider: "Google", ...more });
  return followed(browser, await atGoogle(browser, authorize, sub));
}

export async function tokensBy(
  world: GoogleWorld,
  browser: Browser,
  user: Pick<GoogleUser, "sub">,
): Promise<Tokens> {
  const {
    access_token,
    id_token = "",
    refresh_token = "",
  } = await redeemed(world, await signedInBy(world, browser, user));
  return { access: access_token, id: id_token, refresh: refresh_token };
}
