/**
 * The languages of messages, and the choice for a user. A tag is looked up as in RFC 4647 section 3.4:
 * `de-AT` gives `de`. The requested tag is untrusted input, so only tags of the table are used.
 */

const DIRECTIONS = { en: "ltr", de: "ltr", fr: "ltr", es: "ltr", ja: "ltr", ar: "rtl" } as const;

export type Language = keyof typeof DIRECTIONS;

export const LANGUAGES = Object.keys(DIRECTIONS) as Language[];

export const directionOf = (language: Language): "ltr" | "rtl" => DIRECTIONS[language];

const isLanguage = (tag: string): tag is Language => Object.hasOwn(DIRECTIONS, tag);

/** The first of the tags with a supported language, else `fallback`. */
export const languageOf = (tags: readonly (string | undefined)[], fallback: Language): Language => {
  for (const tag of tags) {
    // A POSIX locale has an underscore where a language tag has a hyphen.
    const primary = tag?.slice(0, 64).toLowerCase().split(/[-_]/)[0] ?? "";
    if (isLanguage(primary)) return primary;
  }
  return fallback;
};
