/** "10 minutes", in the words of a language; whole hours and days are said as such. */
import type { Language } from "./language.js";

const DAY = 24 * 60;

export const durationIn = (language: Language, minutes: number): string => {
  const [value, unit] =
    minutes % DAY === 0
      ? [minutes / DAY, "day"]
      : minutes % 60 === 0
        ? [minutes / 60, "hour"]
        : [minutes, "minute"];
  // Latin digits everywhere: the code above them has no others.
  const format = { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" } as const;
  return new Intl.NumberFormat(language, format).format(value);
};
