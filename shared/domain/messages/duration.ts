/** A duration in a language, such as "10 minutes". Whole hours and days use those units. */
import type { Language } from "./language.js";

const DAY = 24 * 60;

export const durationIn = (language: Language, minutes: number): string => {
  const [value, unit] =
    minutes % DAY === 0
      ? [minutes / DAY, "day"]
      : minutes % 60 === 0
        ? [minutes / 60, "hour"]
        : [minutes, "minute"];
  // Latin digits in every language, to match the code in the message.
  const format = { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" } as const;
  return new Intl.NumberFormat(language, format).format(value);
};
