/** The pages to set up a second factor that the pool requires. */

import type { OAuthRequest } from "../exchange.js";
import type { Field } from "./fields.js";
import type { Form } from "./page.js";
import { attributeField, codeField, sentFields, waysField } from "./question-fields.js";
import { kindsToSetUp, type SetUp } from "./set-up-steps.js";
import { wordsFor } from "./words.js";
import type { Words } from "./words-en.js";

export function setUpForm(request: OAuthRequest, open: SetUp): Pick<Form, "fields" | "title"> {
  const words = wordsFor(request);
  return { title: words.setUp, fields: fieldsOf(request, open, words) };
}

function fieldsOf(request: OAuthRequest, open: SetUp, words: Words): readonly Field[] {
  const { kind, totpSecret, contact, signInState } = open;
  if (contact && kind) return sentFields(request, contact, { signInState, name: kind }, words);
  if (totpSecret !== undefined) return appFields(request, totpSecret, signInState.typed, words);
  if (kind === "EMAIL_OTP") return [attributeField("address", "email", words)];
  if (kind === "SMS_MFA") return [attributeField("address", "phone_number", words)];
  return [waysField("kind", words.howToSetUp, kindsToSetUp(request.pool), words)];
}

/** Shows the key as text for apps on another device, and as a link for apps on this one. */
const appFields = ({ pool }: OAuthRequest, secret: string, account: string, words: Words): Field[] => [
  { kind: "text-only", text: words.addKey },
  {
    kind: "secret",
    label: words.key,
    text: secret,
    link: { href: keyUri(pool.name, account, secret), text: words.openApp },
  },
  codeField("USER_CODE", words),
  { name: "device", label: words.deviceName, optional: true },
];

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
const keyUri = (issuer: string, account: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}` +
  `&issuer=${encodeURIComponent(issuer)}`;
