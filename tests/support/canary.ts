/** Secrets to plant, dependencies that repeat them, and the search for them in every spelling that careless code could give. */
import type { MemoryPorts } from "../../shared/memory/ports.js";

/** Of letters that every encoding changes: quotes, a slash, a space and one beyond ASCII. */
export const CANARY = 'c4nary "pâss/wörd" \\ +&=1!';
export const TOKEN = "c4nary-eyJhbGciOiJub25lIn0.tok3n.s1gnature";

/** A dependency that repeats everything that it was given in the error that it throws, with a fake frame. */
export const blabbing = (...words: string[]) => {
  const text = words.join(" ");
  return Promise.reject(new TypeError(`failed for ${text}\n    at ${text} (/var/task/index.js:1:1)`));
};

/** All logs, audit events, metrics and other output. */
export const saidBy = (ports: MemoryPorts, ...more: string[]): string =>
  [ports.logger.dump(), JSON.stringify(ports.audit.events), ports.metrics.counted.join(), ...more].join("\n");

const spellings = (secret: string): string[] => {
  const bytes = Buffer.from(secret, "utf8");
  // Inside a longer base64 text the same bytes look different by their offset; the middle does not.
  const shifted = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    return text.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3));
  });
  return [
    secret,
    ...shifted,
    ...shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    bytes.toString("hex"),
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString().slice("secret=".length),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(1, -1),
  ];
};

/** The spellings of `secret` that are in `text`; an empty list when it kept quiet. */
export const leaksOf = (secret: string, text: string): string[] =>
  [...new Set(spellings(secret))].filter((spelling) => text.toLowerCase().includes(spelling.toLowerCase()));

/** Everything that an error can show: name, message, stack and causes. */
export const errorText = (error: unknown): string => {
  const lines: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) {
    lines.push(each.name, each.message, each.stack ?? "", JSON.stringify(each));
  }
  return lines.join("\n");
};
