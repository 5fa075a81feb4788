/** /login: the sign-in form. Wrong passwords and unknown names get the same message. */
import { signInByChoice } from "../../auth/choice-sign-in.js";
import { signInWithPassword } from "../../auth/password-sign-in.js";
import type { FlowAnswer } from "../../auth/step.js";
import { CognitoError, incorrectCredentials } from "../../errors.js";
import { namesExternal, ownDirectory, supportsOwnUsers } from "../../federation/chosen-provider.js";
import { hidesExistence } from "../../settings/client-settings.js";
import { type AuthorizeRequest, authorizeRequest, grantOf, returnAddress } from "../authorize-request.js";
import { browserUser, levelReached } from "../browser-user.js";
import { type OAuthAnswer, type OAuthRequest, redirect } from "../exchange.js";
import { asOAuthError } from "../oauth-error.js";
import { returnedError } from "../return-to-client.js";
import { signedInBrowser } from "../signed-in-browser.js";
import { answeredChallenge, withOnlyWay } from "./answer.js";
import { challengePage } from "./challenge.js";
import { choosesFactor, loginForm, oneStepMore } from "./login-form.js";
import { errorPage, isOwnForm } from "./page.js";
import { providersPage } from "./providers.js";
import { wordsFor } from "./words.js";

export async function loginPage(request: OAuthRequest): Promise<OAuthAnswer> {
  const words = wordsFor(request);
  const address = returnAddress(request.pool, request.url.searchParams);
  if (!address) return errorPage(request, words.unknownClient);
  const { search, searchParams } = request.url;
  if (namesExternal(searchParams)) return redirect(`/${request.pool.id}/oauth2/authorize${search}`);
  if (!supportsOwnUsers(address.client)) return providersPage(request, address.client);
  let asked: AuthorizeRequest;
  try {
    asked = authorizeRequest(address, searchParams);
  } catch (error) {
    return returnedError(address, asOAuthError(error));
  }
  const known = knownUser(request, asked);
  if (request.method !== "POST") {
    return known ? oneStepMore(request, known.user) : loginForm(request, asked, asked.loginHint);
  }
  const typed = request.form.get("username") ?? "";
  return isOwnForm(request)
    ? signIn(request, asked, typed)
    : loginForm(request, asked, typed, words.staleForm);
}

/** Returns the signed-in user who only needs to reach a higher authentication level. */
function knownUser(request: OAuthRequest, asked: AuthorizeRequest) {
  const signedIn = asked.targets && browserUser(request, asked, ownDirectory);
  return signedIn && levelReached(signedIn, asked) === "short" ? signedIn : undefined;
}

async function signIn(request: OAuthRequest, asked: AuthorizeRequest, typed: string): Promise<OAuthAnswer> {
  const session = request.form.get("session");
  try {
    const answer = session
      ? await answeredChallenge(request, asked, session)
      : await withOnlyWay(request, await firstAnswer(request, asked, typed));
    if ("AuthenticationResult" in answer) return signedInBrowser(request, asked, answer.AuthenticationResult);
    const unknown = `This account needs a step that these pages do not have: ${answer.ChallengeName}.`;
    return challengePage(request, answer.Session) ?? loginForm(request, asked, typed, unknown);
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const message = shownMessage(error, hidesExistence(asked.client.settings));
    return (session && askedAgain(request, session, message)) || loginForm(request, asked, typed, message);
  }
}

async function firstAnswer(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  typed: string,
): Promise<FlowAnswer> {
  const { services, pool, form } = request;
  const about = { pool, client: asked.client, hosted: grantOf(asked) };
  const known = form.has("step-up") ? knownUser(request, asked) : undefined;
  if (known && asked.targets) {
    const stepUp = { targets: asked.targets, credit: known.session.methods };
    return signInByChoice(services, { ...about, username: known.user.username, parameters: {}, stepUp });
  }
  if (typed === "") throw incorrectCredentials();
  if (form.has("choose") && choosesFactor(asked)) {
    return signInByChoice(services, { ...about, username: typed, parameters: {} });
  }
  const password = form.get("password") ?? "";
  if (password === "") throw incorrectCredentials();
  return signInWithPassword(services, { ...about, username: typed, password });
}

/** Shows an open challenge again, so that a mistyped code does not restart the sign-in. */
function askedAgain(request: OAuthRequest, session: string, message: string): OAuthAnswer | undefined {
  try {
    return challengePage(request, session, message);
  } catch {
    return undefined;
  }
}

const shownMessage = ({ code, message }: CognitoError, hides: boolean): string =>
  code === "UserNotFoundException" && hides ? incorrectCredentials().message : message;
