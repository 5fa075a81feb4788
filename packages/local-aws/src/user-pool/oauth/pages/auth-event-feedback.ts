/**
 * /authEventFeedback: the links of a notice about a risky sign-in. The page asks for confirmation first,
 * because mail scanners open links too. The token of the notice then works as in UpdateAuthEventFeedback.
 */
import { CognitoError } from "../../errors.js";
import { updateAuthEventFeedback } from "../../operations/auth-events.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import { errorPage, formPage, isOwnForm, messagePage } from "./page.js";
import { wordsFor } from "./words.js";

export async function authEventFeedbackPage(request: OAuthRequest): Promise<OAuthAnswer> {
  const { services, pool, url, method } = request;
  const words = wordsFor(request);
  const query = url.searchParams;
  if (method !== "POST" || !isOwnForm(request)) {
    const text = query.get("feedback") === "Valid" ? words.itWasMe : words.itWasNotMe;
    return formPage(request, { title: words.wasItYou, fields: [], button: text });
  }
  try {
    await updateAuthEventFeedback.handle(services, {
      UserPoolId: pool.id,
      Username: query.get("user_name"),
      EventId: query.get("event_id"),
      FeedbackToken: query.get("token"),
      FeedbackValue: query.get("feedback"),
    });
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    return errorPage(request, words.linkUsed);
  }
  return messagePage(request, words.wasItYou, words.thanks);
}
