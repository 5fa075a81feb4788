/** Fields that several challenge forms share. */
import type { OpenChallenge } from "../../auth/challenges.js";
import { deliveryDetails, simulatedDelivery } from "../../messages/destination.js";
import type { SentCode } from "../../messages/sent-code.js";
import type { OAuthRequest } from "../exchange.js";
import type { Field } from "./fields.js";
import { filledIn, type Words } from "./words-en.js";

export const codeField = (name: string, words: Words): Field => ({
  name,
  label: words.code,
  autocomplete: "one-time-code",
});

const factorNames = (words: Words): Readonly<Record<string, string>> => ({
  PASSWORD: words.byPassword,
  EMAIL_OTP: words.byEmail,
  SMS_OTP: words.bySms,
  SMS_MFA: words.bySms,
  SOFTWARE_TOKEN_MFA: words.byApp,
  WEB_AUTHN: words.byPasskey,
});

/** @param name the name of the control, which may differ from the attribute's */
export function attributeField(name: string, attribute: string, words: Words): Field {
  if (attribute === "email") return { name, label: words.email, type: "email", autocomplete: "email" };
  if (attribute === "phone_number") return { name, label: words.phone, type: "tel", autocomplete: "tel" };
  return { name, label: attribute.replaceAll("_", " ") };
}

/** A choice of factors. The password is typed on the page; the pages do not use SRP. */
export const waysField = (name: string, legend: string, ways: readonly string[], words: Words): Field => ({
  kind: "choice",
  name,
  legend,
  options: ways
    .filter((way) => way !== "PASSWORD_SRP")
    .map((value) => ({ value, text: factorNames(words)[value] ?? value })),
});

/** Shows the masked destination of a code and the field for the code. */
export function sentFields(
  { pool }: OAuthRequest,
  { attribute, address, simulated }: SentCode,
  { name, signInState }: Pick<OpenChallenge, "signInState" | "name">,
  words: Words,
): Field[] {
  const { Destination: to } = simulated
    ? simulatedDelivery(signInState.typed, pool.keys.secret)
    : deliveryDetails(attribute, address);
  return [{ kind: "text-only", text: filledIn(words.codeSent, { to }) }, codeField(`${name}_CODE`, words)];
}
