/** Cognito sends what it is given as HTML. A body that is a page, or has a link, is kept as it is, beside its text. */
import type { SentMessage } from "./index.js";

export function asMail(message: SentMessage): SentMessage {
  const { channel, body } = message;
  if (channel !== "EMAIL") return message;
  if (/^\s*<!doctype html/i.test(body)) return { ...message, html: body, body: textOf(body) };
  if (!link.test(body)) return message;
  return { ...message, html: body, body: textOf(body.replace(new RegExp(link, "g"), "$2: $1")) };
}

/** In a line of text, the address is all that there is of a link. */
const link = /<a href="([^"]*)"[^>]*>([^<]*)<\/a>/;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a page says, a line for each block of it; what is hidden or not text is left out. */
const textOf = (html: string): string =>
  html
    .replace(/<(head|style|script)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<(\w+)[^>]*style="display:none[^"]*"[^>]*>[\s\S]*?<\/\1>/gi, "")
    .replace(/<\/(p|h1|td|th|tr|table|div|li)>|<br\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
