/**
 * GET /confirmUser with a code: the link in the sign-up email. It confirms the user like ConfirmSignUp, once,
 * and runs PostConfirmation.
 */
import { CognitoError } from "../../errors.js";
import { confirmSignUp } from "../../operations/confirm-sign-up.js";
import { secretHashOf } from "../../rules/client-secret.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import { confirmUserPage } from "./account.js";
import { errorPage, messagePage } from "./page.js";
import { wordsFor } from "./words.js";

export const confirmUser = (request: OAuthRequest): Promise<OAuthAnswer> =>
  request.method === "GET" && request.url.searchParams.has("confirmation_code")
    ? confirmedByLink(request)
    : confirmUserPage(request);

const ofTheCode: readonly string[] = [
  "CodeMismatchException",
  "ExpiredCodeException",
  "InvalidParameterException",
  "NotAuthorizedException",
  "TooManyFailedAttemptsException",
  "UserNotFoundException",
];

async function confirmedByLink(request: OAuthRequest): Promise<OAuthAnswer> {
  const { services, pool, url } = request;
  const words = wordsFor(request);
  const client = pool.clients.get(url.searchParams.get("client_id") ?? "");
  if (!client) return errorPage(request, words.unknownClient);
  const Username = url.searchParams.get("user_name") ?? "";
  const input = {
    ClientId: client.id,
    Username,
    SecretHash: secretHashOf(client, Username),
    ConfirmationCode: url.searchParams.get("confirmation_code"),
  };
  try {
    await confirmSignUp.handle(services, input);
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    // Does not reveal whether the user exists or was confirmed before.
    return errorPage(request, ofTheCode.includes(error.code) ? words.linkUsed : error.message);
  }
  return messagePage(request, words.confirmTitle, words.confirmed);
}
