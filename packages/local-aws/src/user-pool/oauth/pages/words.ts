/**
 * The language of the pages: the `lang` parameter, which is then stored in a cookie, otherwise English
 * (developer guide, "Managed login localization"). Error messages of the pool stay English, as in its API.
 */
import { cookie, cookieLine, type OAuthRequest } from "../exchange.js";
import { german } from "./words-de.js";
import { english, type Words } from "./words-en.js";
import { spanish } from "./words-es.js";
import { french } from "./words-fr.js";

const languages: Readonly<Record<string, Words>> = { en: english, de: german, es: spanish, fr: french };

const cookieName = "lang";

export function languageOf(request: OAuthRequest): string {
  const wanted = request.url.searchParams.get("lang") ?? cookie(request, cookieName) ?? "en";
  return Object.hasOwn(languages, wanted) ? wanted : "en";
}

export const wordsFor = (request: OAuthRequest): Words => languages[languageOf(request)] ?? english;

/** Set only if the address names a supported language. */
export const languageCookie = (request: OAuthRequest): string[] => {
  const named = request.url.searchParams.get("lang");
  if (named === null || !Object.hasOwn(languages, named)) return [];
  return [cookieLine(request, cookieName, named, 86_400)];
};
