/** The questions that follow a right password: a password of one's own, or a second factor. */
import { createHmac } from "node:crypto";
import { answerChallenge } from "../../auth/answer-challenge.js";
import { invalidSession } from "../../auth/challenges.js";
import type { ChallengeAnswer, FlowAnswer } from "../../auth/step.js";
import { sameGrant } from "../../tokens/hosted-grant.js";
import { type AuthorizeRequest, grantOf } from "../authorize-request.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import { type Field, formPage } from "./page.js";

const code: Omit<Field, "name"> = { label: "Code", autocomplete: "one-time-code" };

const questions: Readonly<Record<string, Field>> = {
  NEW_PASSWORD_REQUIRED: {
    name: "NEW_PASSWORD",
    label: "New password",
    type: "password",
    autocomplete: "new-password",
  },
  EMAIL_OTP: { name: "EMAIL_OTP_CODE", ...code },
  SMS_MFA: { name: "SMS_MFA_CODE", ...code },
  SOFTWARE_TOKEN_MFA: { name: "SOFTWARE_TOKEN_MFA_CODE", ...code },
};

/** Undefined for a question that these pages cannot ask. */
export function challengePage(
  request: OAuthRequest,
  { ChallengeName, Session }: Pick<ChallengeAnswer, "ChallengeName" | "Session">,
  error?: string,
): OAuthAnswer | undefined {
  const field = questions[ChallengeName];
  return (
    field &&
    formPage(request, {
      title: "One more step",
      fields: [{ name: "session", label: "", type: "hidden", value: Session }, field],
      button: "Continue",
      error,
    })
  );
}

/** Throws NotAuthorizedException for a session that did not begin here, for the same request of the same client. */
export async function answeredChallenge(
  { services, pool, form }: OAuthRequest,
  asked: AuthorizeRequest,
  session: string,
): Promise<FlowAnswer> {
  const { name, journey } = services.challenges.find(session);
  const key = questions[name]?.name;
  const { hosted, username } = journey;
  if (key === undefined || !sameGrant(hosted, grantOf(asked))) throw invalidSession();
  const { client } = asked;
  const { secret } = client;
  const SECRET_HASH =
    secret && createHmac("sha256", secret).update(`${username}${client.id}`).digest("base64");
  const responses = { USERNAME: username, [key]: form.get(key) ?? "", ...(SECRET_HASH && { SECRET_HASH }) };
  return answerChallenge(services, { pool, client, name, session, responses });
}
