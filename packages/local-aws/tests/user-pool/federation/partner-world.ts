/** A pool with a provider of type OIDC that the test controls. */
import { type Browser, locationOf } from "../oauth/browser.js";
import { authorized, hostedClient } from "../oauth/hosted.js";
import { type Setup, startWorld, type World } from "../world.js";
import { type LyingProvider, lyingClient, startLyingProvider } from "./lying-provider.js";

export type PartnerWorld = World & { partner: LyingProvider };

export interface PartnerSetup extends Setup {
  /** Over the ProviderDetails. */
  details?: Record<string, string>;
  mapping?: Record<string, string>;
}

export async function startPartnerWorld({
  details,
  mapping,
  ...setup
}: PartnerSetup = {}): Promise<PartnerWorld> {
  const partner = await startLyingProvider();
  const provider = {
    ProviderName: "Partner",
    ProviderType: "OIDC",
    ProviderDetails: {
      client_id: lyingClient.id,
      client_secret: lyingClient.secret,
      authorize_scopes: "openid email",
      attributes_request_method: "GET",
      oidc_issuer: partner.url,
      ...details,
    },
    AttributeMapping: { email: "mail", ...mapping },
  };
  const world = await startWorld({
    ...setup,
    identityProviders: [provider],
    client: { ...hostedClient, SupportedIdentityProviders: ["COGNITO", "Partner"], ...setup.client },
  });
  const close = async () => {
    await world.close();
    await partner.close();
  };
  return { ...world, partner, close };
}

/** To the callback of the pool, which is not opened. */
export async function atPartner(world: World, browser: Browser): Promise<URL> {
  const authorize = await authorized(world, browser, { identity_provider: "Partner" });
  return locationOf(await browser.open(authorize.href), authorize.origin);
}

/** From the application and back to it. */
export async function signedInByPartner(world: World, browser: Browser): Promise<URL> {
  const callback = await atPartner(world, browser);
  return locationOf(await browser.open(callback.href), callback.origin);
}
