/** The external providers on the sign-in page. */
import { externalProviders } from "../../federation/chosen-provider.js";
import type { PoolClient } from "../../store/pool.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import type { Link } from "./fields.js";
import { errorPage, linksPage } from "./page.js";
import { wordsFor } from "./words.js";
import { filledIn } from "./words-en.js";

export const providerLinks = (request: OAuthRequest, client: PoolClient): Link[] => {
  const { pool, url } = request;
  return externalProviders(pool, client).map(({ name }) => {
    const query = new URLSearchParams(url.search);
    query.delete("idp_identifier");
    query.set("identity_provider", name);
    const text = filledIn(wordsFor(request).continueWith, { name });
    return { text, href: `/${pool.id}/oauth2/authorize?${query}` };
  });
};

/** For a client whose users sign in with external providers only. */
export function providersPage(request: OAuthRequest, client: PoolClient): OAuthAnswer {
  const links = providerLinks(request, client);
  if (links.length === 0) return errorPage(request, wordsFor(request).noDirectory);
  return linksPage(request, wordsFor(request).signIn, links);
}
