/** Every message that the product can write, for tests that hold of all of them. */
import type { Language } from "../../shared/domain/messages/language.js";
import { LANGUAGES } from "../../shared/domain/messages/language.js";
import {
  type Brand,
  CODE_KINDS,
  type MessageContent,
  type MessageRequest,
} from "../../shared/domain/messages/message.js";

export const brand: Brand = {
  name: "Example",
  supportAddress: "help@example.com",
  linkBase: "https://example.com/sign-in",
};

export const CONTENTS: readonly MessageContent[] = [
  ...CODE_KINDS.map((kind) => ({ kind, values: { code: "12345678", validMinutes: 1440 } })),
  { kind: "sign_in_link", values: { link: "https://example.com/s/Zk3xv9Qm2Lp7", validMinutes: 10 } },
  {
    kind: "invitation",
    values: { username: "ada.lovelace@example.com", password: "Tmp-2h<x>&9'", validMinutes: 10_080 },
  },
  { kind: "invitation", values: { username: "ada.lovelace@example.com" } },
  {
    kind: "suspicious_sign_in",
    values: {
      time: "2025-01-01 10:00 UTC",
      place: "Utrecht, NL",
      device: "Firefox on Linux",
      address: "192.0.2.7",
      linkIfMine: "https://example.com/mine",
      linkIfNotMine: "https://example.com/not-mine",
    },
  },
  { kind: "sign_in_instead", values: {} },
  { kind: "account_exists", values: {} },
  {
    kind: "new_sign_in",
    values: { time: "2025-01-01 10:00 UTC", place: "NL", device: "Firefox on Linux", address: "192.0.2.7" },
  },
  { kind: "identity_linked", values: { provider: "Google" } },
];

export const requestOf = (
  content: MessageContent,
  language: Language,
  by: Partial<Brand> = {},
): MessageRequest => ({ ...content, language, brand: { ...brand, ...by } });

/** All kinds in all languages, each with a name for a test. */
export const EVERY_MESSAGE = CONTENTS.flatMap((content, index) =>
  LANGUAGES.map(
    (language) => [`${content.kind} ${index} in ${language}`, requestOf(content, language)] as const,
  ),
);

/** What a mail client shows of an HTML part: its text, without tags, styles and the hidden preview line. */
export const shownText = (html: string): string =>
  html
    .replace(/<(style|title)[\s\S]*?<\/\1>/g, "")
    .replace(/<div style="display:none[\s\S]*?<\/div>/, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&(lt|gt|quot|#39|amp);/g, (entity) => DECODED[entity] ?? "")
    .replace(/\s+/g, " ");
const DECODED: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};
