/** The external providers on the sign-in page. */
import { externalProviders } from "../../federation/chosen-provider.js";
import type { PoolClient } from "../../store/pool.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import { errorPage, type Link, linksPage } from "./page.js";

export const providerLinks = ({ pool, url }: OAuthRequest, client: PoolClient): Link[] =>
  externalProviders(pool, client).map(({ name }) => {
    const query = new URLSearchParams(url.search);
    query.delete("idp_identifier");
    query.set("identity_provider", name);
    return { text: `Continue with ${name}`, href: `/${pool.id}/oauth2/authorize?${query}` };
  });

/** For a client that signs in nobody of this directory. */
export function providersPage(request: OAuthRequest, client: PoolClient): OAuthAnswer {
  const links = providerLinks(request, client);
  if (links.length === 0) return errorPage("The application does not sign in users of this directory.");
  return linksPage("Sign in", links);
}
