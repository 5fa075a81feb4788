/** Messages: their brand, language, sender and delivery. */
import { describe, expect, it } from "@jest/globals";
import * as config from "../../../shared/config/index.js";
import { type Misspelt, refusedAlone } from "../../support/settings.js";

const MESSAGES = {
  MESSAGE_BRAND: "Example",
  MESSAGE_SUPPORT_ADDRESS: "help@example.com",
  SITE_URL: "https://example.com/",
  MESSAGE_LANGUAGE: "en",
  MESSAGE_DELIVERY: "ses",
};

const misspelt: readonly Misspelt[] = [
  [config.messages, MESSAGES, "MESSAGE_LANGUAGE", "EN", "takes en, de, fr, es, ja or ar"],
  [
    config.messages,
    MESSAGES,
    "MESSAGE_BRAND",
    "Acme, Inc.",
    "takes at most 32 characters in one line, without",
  ],
  [config.messages, MESSAGES, "MESSAGE_BRAND", "x".repeat(33), "takes at most 32 characters"],
  [config.messages, MESSAGES, "MESSAGE_SUPPORT_ADDRESS", "help", "takes an e-mail address"],
  [config.messages, MESSAGES, "SITE_URL", "example.com", "takes a URL with https"],
  [config.messages, MESSAGES, "MESSAGE_DELIVERY", "SES", "takes cognito, ses or senders"],
  [config.notices, MESSAGES, "MESSAGE_DELIVERY", "sender", "takes cognito, ses or senders"],
  [config.mailFrom, {}, "MAIL_FROM", "Example <example.com>", "takes a sender such as Name <address>"],
];

it.each(misspelt)(
  "a wrong setting is named with what it takes: %#",
  (concern, others, setting, value, words) => {
    expect(refusedAlone(concern, others, setting, value)).toContain(words);
  },
);

describe("the values of sound settings", () => {
  it.each([
    ["ses", true],
    ["senders", true],
    ["cognito", false],
  ])("include our own mails with message delivery %p: %p", (MESSAGE_DELIVERY, sends) => {
    expect(config.notices({ ...MESSAGES, MESSAGE_DELIVERY }).sends).toBe(sends);
  });
});
