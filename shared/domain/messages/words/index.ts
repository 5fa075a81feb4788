/** The texts of every supported language. */
import type { Language } from "../language.js";
import { arabic } from "./ar.js";
import { german } from "./de.js";
import { english } from "./en.js";
import { spanish } from "./es.js";
import { french } from "./fr.js";
import { japanese } from "./ja.js";
import type { Wording } from "./wording.js";

export const WORDINGS: Readonly<Record<Language, Wording>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  ja: japanese,
  ar: arabic,
};
