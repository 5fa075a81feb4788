/**
 * Cognito sends its message as HTML. If the body is a page or contains a link, the HTML is kept beside a text
 * version.
 */
import type { SentMessage } from "./index.js";

export function asMail(message: SentMessage): SentMessage {
  const { channel, body } = message;
  if (channel !== "EMAIL") return message;
  if (/^\s*<!doctype html/i.test(body)) return { ...message, html: body, body: textOf(body) };
  if (!link.test(body)) return message;
  return { ...message, html: body, body: textOf(body.replace(new RegExp(link, "g"), "$2: $1")) };
}

/** In the text version, a link becomes its address. */
const link = /<a href="([^"]*)"[^>]*>([^<]*)<\/a>/;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Converts a page to text, one line per block element. Hidden elements and non-text content are dropped. */
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
