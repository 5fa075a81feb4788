/**
 * The challenges of a sign-in as forms. A form depends only on the open challenge, so that it can be shown
 * again.
 */
import type { OpenChallenge } from "../../auth/challenges.js";
import { passkeyRequest } from "../../auth/passkey-challenge.js";
import { missingRequired } from "../../rules/attribute-values.js";
import type { OAuthAnswer, OAuthRequest } from "../exchange.js";
import type { Field } from "./fields.js";
import { type Form, formPage } from "./page.js";
import { passkeyForm } from "./passkey.js";
import { attributeField, codeField, sentFields, waysField } from "./question-fields.js";
import { setUpForm } from "./set-up.js";
import { wordsFor } from "./words.js";
import type { Words } from "./words-en.js";

/**
 * Returns undefined for a challenge that these pages do not support. Throws NotAuthorizedException if the
 * session is over.
 */
export function challengePage(
  request: OAuthRequest,
  session: string,
  error?: string,
): OAuthAnswer | undefined {
  const form = formOf(request, request.services.challenges.find(session));
  if (!form) return undefined;
  const fields: Field[] = [{ kind: "hidden", name: "session", value: session }, ...form.fields];
  return formPage(request, { ...form, fields, error });
}

function formOf(request: OAuthRequest, open: OpenChallenge): Form | undefined {
  const words = wordsFor(request);
  const form = (fields: readonly Field[]): Form => ({
    title: words.oneMoreStep,
    button: words.continue,
    fields,
    links: [{ text: words.otherWay, href: `/${request.pool.id}/login${request.url.search}` }],
  });
  switch (open.name) {
    case "NEW_PASSWORD_REQUIRED":
      return form(newPasswordFields(request, open, words));
    case "PASSWORD":
      return form([
        { name: "PASSWORD", label: words.password, type: "password", autocomplete: "current-password" },
      ]);
    case "EMAIL_OTP":
    case "SMS_OTP":
    case "SMS_MFA":
      return form(sentFields(request, open.sent, open, words));
    case "SOFTWARE_TOKEN_MFA":
      return form([{ kind: "text-only", text: words.appCode }, codeField("SOFTWARE_TOKEN_MFA_CODE", words)]);
    case "SELECT_MFA_TYPE":
      return form([waysField("ANSWER", words.howToProve, open.kinds, words)]);
    case "SELECT_CHALLENGE":
      return form([waysField("ANSWER", words.howToSignIn, open.factors, words)]);
    case "WEB_AUTHN":
      return { ...form([]), ...passkeyForm(optionsOf(request, open, open.challenge), words) };
    case "MFA_SETUP":
      return { ...form([]), ...setUpForm(request, open) };
    default:
      return undefined;
  }
}

const optionsOf = ({ pool }: OAuthRequest, { signInState }: OpenChallenge, challenge: string): string =>
  passkeyRequest(pool, pool.users.byUsername(signInState.username), challenge).options;

function newPasswordFields({ pool }: OAuthRequest, { signInState }: OpenChallenge, words: Words): Field[] {
  const { attributes = {} } = pool.users.byUsername(signInState.username) ?? {};
  const missing = missingRequired(pool, attributes);
  return [
    { name: "NEW_PASSWORD", label: words.newPassword, type: "password", autocomplete: "new-password" },
    ...missing.map((name) => attributeField(`userAttributes.${name}`, name, words)),
  ];
}
