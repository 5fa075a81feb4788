/** /login: the sign-in form. What it says about wrong passwords and unknown names is the same. */
import { signInWithPassword } from "../../auth/password-sign-in.js";
import { CognitoError, incorrectCredentials } from "../../errors.js";
import { supportsOwnUsers } from "../../federation/chosen-provider.js";
import { hidesExistence } from "../../settings/client-settings.js";
import type { PoolClient } from "../../store/pool.js";
import { type AuthorizeRequest, authorizeRequest, grantOf, returnAddress } from "../authorize-request.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import { asOAuthError } from "../oauth-error.js";
import { returnedError } from "../return-to-client.js";
import { signedInBrowser } from "../signed-in-browser.js";
import { answeredChallenge, challengePage } from "./challenge.js";
import { errorPage, formPage, isOwnForm } from "./page.js";
import { providerLinks, providersPage } from "./providers.js";

export async function loginPage(request: OAuthRequest): Promise<OAuthAnswer> {
  const address = returnAddress(request.pool, request.url.searchParams);
  if (!address) return errorPage("The application or its redirect address is not known here.");
  const { client } = address;
  if (!supportsOwnUsers(client)) return providersPage(request, client);
  let asked: AuthorizeRequest;
  try {
    asked = authorizeRequest(address, request.url.searchParams);
  } catch (error) {
    return returnedError(address, asOAuthError(error));
  }
  if (request.method !== "POST") return loginForm(request, client, asked.loginHint);
  const typed = request.form.get("username") ?? "";
  if (!isOwnForm(request)) {
    return loginForm(request, client, typed, "The page was open for too long. Try again.");
  }
  return signIn(request, asked, typed);
}

const loginForm = (request: OAuthRequest, client: PoolClient, name: string, error?: string): OAuthAnswer =>
  formPage(request, {
    title: "Sign in",
    fields: [
      { name: "username", label: "Username or email", autocomplete: "username", value: name },
      { name: "password", label: "Password", type: "password", autocomplete: "current-password" },
    ],
    button: "Sign in",
    error,
    links: [
      { text: "Forgot your password?", href: `/${request.pool.id}/forgotPassword${request.url.search}` },
      { text: "Sign up", href: `/${request.pool.id}/signup${request.url.search}` },
      ...providerLinks(request, client),
    ],
  });

async function signIn(request: OAuthRequest, asked: AuthorizeRequest, typed: string): Promise<OAuthAnswer> {
  const session = request.form.get("session");
  const { client } = asked;
  try {
    const answer = session
      ? await answeredChallenge(request, asked, session)
      : await firstAnswer(request, asked, typed);
    if ("AuthenticationResult" in answer) return signedInBrowser(request, asked, answer.AuthenticationResult);
    const unknown = `This account needs a step that these pages do not have: ${answer.ChallengeName}.`;
    return challengePage(request, answer) ?? loginForm(request, client, typed, unknown);
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const message = shownMessage(error, hidesExistence(client.settings));
    return (session && askedAgain(request, session, message)) || loginForm(request, client, typed, message);
  }
}

async function firstAnswer(request: OAuthRequest, asked: AuthorizeRequest, typed: string) {
  const password = request.form.get("password") ?? "";
  if (typed === "" || password === "") throw incorrectCredentials();
  const who = { pool: request.pool, client: asked.client, username: typed, password };
  return signInWithPassword(request.services, { ...who, hosted: grantOf(asked) });
}

/** Where the question is still open: a mistyped code need not begin again. */
function askedAgain(request: OAuthRequest, Session: string, message: string): OAuthAnswer | undefined {
  try {
    const { name: ChallengeName } = request.services.challenges.find(Session);
    return challengePage(request, { ChallengeName, Session }, message);
  } catch {
    return undefined;
  }
}

const shownMessage = ({ code, message }: CognitoError, hides: boolean): string =>
  code === "UserNotFoundException" && hides ? incorrectCredentials().message : message;
