/**
 * The languages in which messages are written, and which of them a person reads. A tag is looked up
 * as RFC 4647 section 3.4 says: `de-AT` is served by `de`. What is asked for comes from anybody, so
 * only a tag that is in the table is ever taken from it.
 */

const DIRECTIONS = { en: "ltr", de: "ltr", fr: "ltr", es: "ltr", ja: "ltr", ar: "rtl" } as const;

export type Language = keyof typeof DIRECTIONS;

export const LANGUAGES = Object.keys(DIRECTIONS) as Language[];

export const directionOf = (language: Language): "ltr" | "rtl" => DIRECTIONS[language];

const isLanguage = (tag: string): tag is Language => Object.hasOwn(DIRECTIONS, tag);

/** The first of the tags that names a language of the table, else `fallback`. */
export const languageOf = (tags: readonly (string | undefined)[], fallback: Language): Language => {
  for (const tag of tags) {
    // A locale of POSIX has an underscore where a language tag has a hyphen.
    const primary = tag?.slice(0, 64).toLowerCase().split(/[-_]/)[0] ?? "";
    if (isLanguage(primary)) return primary;
  }
  return fallback;
};
