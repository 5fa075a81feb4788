/** What the product mails, in whose name. */
import { isLanguage } from "../domain/messages/language.js";
import type { MessageSettings } from "../domain/messages/message-settings.js";
import type { NoticeSettings } from "../domain/messages/notice-settings.js";
import { type Environment, required } from "./reading.js";

export const messages = (environment: Environment): MessageSettings => {
  const [name = "", supportAddress = "", linkBase = "", language = ""] = required(
    environment,
    "MESSAGE_BRAND",
    "MESSAGE_SUPPORT_ADDRESS",
    "MESSAGE_LINK_BASE",
    "MESSAGE_LANGUAGE",
  );
  if (name.length > 32) throw new Error("MESSAGE_BRAND has more than 32 characters");
  if (!isLanguage(language)) throw new Error("MESSAGE_LANGUAGE is not one of the languages of messages");
  const ownEmails = environment.MESSAGE_DELIVERY === "ses";
  return { brand: { name, supportAddress, linkBase }, language, ownEmails };
};

export const notices = (environment: Environment): NoticeSettings => {
  const { brand, language } = messages(environment);
  return { brand, language, sends: ["ses", "senders"].includes(environment.MESSAGE_DELIVERY ?? "") };
};
