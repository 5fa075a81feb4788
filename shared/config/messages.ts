/** The mails of the product: their brand, language and sender. */
import * as z from "zod/mini";
import { isEmail } from "../domain/identifier.js";
import { LANGUAGES, type Language } from "../domain/messages/language.js";
import type { MessageSettings } from "../domain/messages/message-settings.js";
import type { NoticeSettings } from "../domain/messages/notice-settings.js";
import { keptLabel } from "../domain/text.js";
import { concern } from "./concern.js";
import { email, type Form, oneOf, siteUrl, text } from "./forms.js";
import { schema, setting } from "./schema.js";

// The brand is also the unquoted name of the sender (RFC 5322 section 3.2.3).
const SPECIAL = /[()<>[\]:;@\\,"]/;
const MOST_BRAND_CHARACTERS = 32;
const isBrand = (name: string): boolean =>
  !SPECIAL.test(name) && name.length <= MOST_BRAND_CHARACTERS && keptLabel(name) === name;

export const delivery = /* @__PURE__ */ oneOf("cognito", "ses", "senders");

const brandFields = () => ({
  MESSAGE_BRAND: setting(
    text('at most 32 characters in one line, without ( ) < > [ ] : ; @ \\ , "', isBrand),
  ),
  MESSAGE_SUPPORT_ADDRESS: setting(email),
  SITE_URL: setting(siteUrl),
  MESSAGE_LANGUAGE: setting(oneOf(...LANGUAGES) satisfies Form<Language>),
});

type Brand = {
  readonly MESSAGE_BRAND: string;
  readonly MESSAGE_SUPPORT_ADDRESS: string;
  readonly SITE_URL: string;
  readonly MESSAGE_LANGUAGE: Language;
};

const brandOf = (settings: Brand) => ({
  brand: {
    name: settings.MESSAGE_BRAND,
    supportAddress: settings.MESSAGE_SUPPORT_ADDRESS,
    linkBase: settings.SITE_URL,
  },
  language: settings.MESSAGE_LANGUAGE,
});

const settings = () => schema(z.object({ ...brandFields(), MESSAGE_DELIVERY: setting(delivery) }));

export const messages = /* @__PURE__ */ concern(
  settings,
  (values): MessageSettings => ({ ...brandOf(values), ownEmails: values.MESSAGE_DELIVERY === "ses" }),
);

export const notices = /* @__PURE__ */ concern(
  settings,
  (values): NoticeSettings => ({ ...brandOf(values), sends: values.MESSAGE_DELIVERY !== "cognito" }),
);

const isSender = (sender: string): boolean => {
  const [, name = "", address = ""] = /^([^<]*) <([^>]*)>$/.exec(sender) ?? [];
  return isEmail(sender) || (isBrand(name) && isEmail(address));
};

export const mailFrom = /* @__PURE__ */ concern(
  () => schema(z.object({ MAIL_FROM: setting(text("a sender such as Name <address>", isSender)) })),
  ({ MAIL_FROM }) => MAIL_FROM,
);
