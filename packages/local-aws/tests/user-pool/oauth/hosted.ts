/** What an application does at the endpoints of the pool, by hand, where a test looks at the addresses themselves. */
import { password, poolId, type World, webId } from "../world.js";
import { type Browser, locationOf } from "./browser.js";

export const callback = "http://localhost:3000/callback";

export const hostedClient = {
  AllowedOAuthFlows: ["code", "implicit"],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ["openid", "email", "profile", "aws.cognito.signin.user.admin"],
  CallbackURLs: [callback],
  SupportedIdentityProviders: ["COGNITO"],
};

export const poolUrl = ({ running }: World, path = ""): string => `${running.url}/${poolId}/${path}`;

export const pageUrl = (world: World, page: string, more: Record<string, string> = {}): string =>
  `${poolUrl(world, page)}?${new URLSearchParams({
    client_id: webId,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid",
    state: "s1",
    ...more,
  })}`;

/** Where the browser is sent from the authorize endpoint. */
export const authorized = async (world: World, browser: Browser, more: Record<string, string> = {}) =>
  locationOf(await browser.open(pageUrl(world, "oauth2/authorize", more)), world.running.url);

/** Where it is sent after the password. */
export async function signedIn(
  world: World,
  browser: Browser,
  username: string,
  more: Record<string, string> = {},
): Promise<URL> {
  const login = await authorized(world, browser, more);
  return locationOf(await browser.submit(login.href, { username, password }), world.running.url);
}

export interface TokenAnswer {
  access_token: string;
  id_token?: string;
  refresh_token?: string;
  error?: string;
}

export async function tokenCall(world: World, form: Record<string, string>): Promise<TokenAnswer> {
  const { secret = "" } = world.running.client(poolId, webId);
  const body = new URLSearchParams({ client_id: webId, client_secret: secret, ...form });
  const response = await fetch(poolUrl(world, "oauth2/token"), { method: "POST", body });
  return (await response.json()) as TokenAnswer;
}

export const redeemed = (world: World, back: URL): Promise<TokenAnswer> =>
  tokenCall(world, {
    grant_type: "authorization_code",
    code: back.searchParams.get("code") ?? "",
    redirect_uri: callback,
  });
