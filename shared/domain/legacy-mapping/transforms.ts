/** The transforms of a mapping: from a text to a text, or to the reason why the value is invalid. */
import { cleanedText } from "../text.js";
import { isDay } from "../timestamp.js";
import { type LegacyValue, ownField } from "./legacy-fields.js";
import type { AttributeTarget, Transform } from "./mapping.js";

export type BadValue =
  | "not_text"
  | "too_long"
  | "not_a_phone_number"
  | "not_a_locale"
  | "not_a_boolean"
  | "not_listed"
  | "wrong_form";

export type Mapped =
  | { readonly kind: "value"; readonly text: string }
  /** There is no value to map. */
  | { readonly kind: "none" }
  | { readonly kind: "bad"; readonly reason: BadValue };

const bad = (reason: BadValue): Mapped => ({ kind: "bad", reason });
const value = (text: string): Mapped => ({ kind: "value", text });

export const MAX_ATTRIBUTE_LENGTH = 2048; // Cognito's limit for a user attribute

const E164 = /^\+[1-9]\d{6,14}$/;

/** Formats that Cognito requires. A violation fails the creation of the user and so the sign-in. */
const FORMS: Readonly<Partial<Record<AttributeTarget, (text: string) => boolean>>> = {
  phone_number: (text) => E164.test(text),
  birthdate: isDay,
};

/**
 * Text is cleaned before the first transform: a lone surrogate would fail the sign-in.
 */
export const mapValue = (
  held: LegacyValue | undefined,
  { to, transforms = [] }: { readonly to: AttributeTarget; readonly transforms?: readonly Transform[] },
): Mapped => {
  if (held === undefined) return { kind: "none" };
  if (typeof held !== "string") return bad("not_text");
  let mapped: Mapped = value(cleanedText(held));
  for (const transform of transforms) {
    if (mapped.kind !== "value") return mapped;
    mapped = mapped.text.trim() === "" ? { kind: "none" } : transformed(mapped.text, transform);
  }
  if (mapped.kind !== "value") return mapped;
  if (mapped.text.trim() === "") return { kind: "none" };
  if (mapped.text.length > MAX_ATTRIBUTE_LENGTH) return bad("too_long");
  return FORMS[to]?.(mapped.text) === false ? bad("wrong_form") : mapped;
};

const transformed = (text: string, transform: Transform): Mapped => {
  if (typeof transform === "string") return PLAIN[transform](text);
  if ("phone" in transform) return phone(text, transform.phone);
  if ("values" in transform) {
    const listed = ownField(transform.values, text);
    return listed === undefined ? bad("not_listed") : value(listed);
  }
  if ("namePart" in transform) return value(namePart(text, transform.namePart));
  return text.length > transform.maxLength ? bad("too_long") : value(text);
};

const boolean = (text: string): Mapped => {
  if (/^(true|t|yes|y|on|1)$/i.test(text.trim())) return value("true");
  return /^(false|f|no|n|off|0)$/i.test(text.trim()) ? value("false") : bad("not_a_boolean");
};

const locale = (text: string): Mapped => {
  try {
    const [canonical] = Intl.getCanonicalLocales(text.trim().replaceAll("_", "-"));
    return canonical === undefined ? bad("not_a_locale") : value(canonical);
  } catch {
    return bad("not_a_locale");
  }
};

type National = { readonly callingCode: string; readonly trunkPrefix?: string };

const phone = (text: string, national?: National): Mapped => {
  const digits = text.replace(/[\s().\-/]/g, "").replace(/^00/, "+");
  const number = digits.startsWith("+") ? digits : national && international(digits, national);
  return number !== undefined && E164.test(number) ? value(number) : bad("not_a_phone_number");
};

const international = (digits: string, { callingCode, trunkPrefix = "" }: National): string =>
  `+${callingCode}${digits.startsWith(trunkPrefix) ? digits.slice(trunkPrefix.length) : digits}`;

const namePart = (text: string, part: "given" | "family"): string => {
  const words = text.trim().split(/\s+/);
  if (words.length === 1) return part === "given" ? (words[0] ?? "") : "";
  return part === "given" ? words.slice(0, -1).join(" ") : (words.at(-1) ?? "");
};

const PLAIN = {
  trim: (text: string) => value(text.trim()),
  // Composed again, because some letters have a composed form in lower case only.
  lower: (text: string) => value(text.toLowerCase().normalize("NFC")),
  locale,
  boolean,
  phone: (text: string) => phone(text),
} as const satisfies Record<Extract<Transform, string>, (text: string) => Mapped>;
