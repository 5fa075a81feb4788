/** Cognito sends what it is given as HTML. A body that is a page is kept as one, beside its text. */
import type { SentMessage } from "../inbox/index.js";

export const asMail = (message: SentMessage): SentMessage =>
  message.channel === "EMAIL" && /^\s*<!doctype html/i.test(message.body)
    ? { ...message, html: message.body, body: textOf(message.body) }
    : message;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a page says, a line for each block of it; what is hidden or not text is left out. */
export const textOf = (html: string): string =>
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
