/** The first forms of a sign-in. */
import type { User } from "../../store/user.js";
import type { AuthorizeRequest } from "../authorize-request.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import { formPage } from "./page.js";
import { providerLinks } from "./providers.js";
import { wordsFor } from "./words.js";
import { filledIn } from "./words-en.js";

/** Whether the pool and the client allow first factors other than the password. */
export const choosesFactor = ({ pool, client }: Pick<AuthorizeRequest, "client" | "pool">): boolean =>
  pool.settings.UserPoolTier !== "LITE" &&
  client.settings.ExplicitAuthFlows.includes("ALLOW_USER_AUTH") &&
  pool.settings.Policies.SignInPolicy.AllowedFirstAuthFactors.some((factor) => factor !== "PASSWORD");

export function loginForm(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  name: string,
  error?: string,
): OAuthAnswer {
  const words = wordsFor(request);
  const { search } = request.url;
  return formPage(request, {
    title: words.signIn,
    fields: [
      { name: "username", label: words.username, autocomplete: "username", value: name },
      { name: "password", label: words.password, type: "password", autocomplete: "current-password" },
    ],
    button: words.signIn,
    others: choosesFactor(asked) ? [{ name: "choose", value: "1", text: words.otherWay }] : [],
    error,
    links: [
      { text: words.forgot, href: `/${request.pool.id}/forgotPassword${search}` },
      { text: words.signUp, href: `/${request.pool.id}/signup${search}` },
      ...providerLinks(request, asked.client),
    ],
  });
}

/** Shown to signed-in users whose authentication level is below the one that the application requests. */
export function oneStepMore(request: OAuthRequest, { username, attributes }: User): OAuthAnswer {
  const words = wordsFor(request);
  const name = attributes.email ?? attributes.phone_number ?? username;
  const query = new URLSearchParams(request.url.searchParams);
  query.set("prompt", "login");
  return formPage(request, {
    title: words.itIsYou,
    fields: [
      { kind: "hidden", name: "step-up", value: "1" },
      { kind: "text-only", text: filledIn(words.continueAs, { name }) },
    ],
    button: words.continue,
    links: [{ text: words.otherAccount, href: `/${request.pool.id}/login?${query}` }],
  });
}
