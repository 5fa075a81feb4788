/** Every message that the product can write, for tests that hold of all of them. */
import { SAMPLE_MESSAGES } from "../../local/message-previews/sample-messages.js";
import type { Language } from "../../shared/domain/messages/language.js";
import { LANGUAGES } from "../../shared/domain/messages/language.js";
import type { Brand, MessageContent, MessageRequest } from "../../shared/domain/messages/message.js";

export const brand: Brand = {
  name: "Example",
  supportAddress: "help@example.com",
  linkBase: "https://example.com/sign-in",
};

export const CONTENTS: readonly MessageContent[] = Object.values(SAMPLE_MESSAGES);

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
