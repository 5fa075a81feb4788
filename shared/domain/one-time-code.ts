/**
 * Normalises a typed or pasted code. White space is removed. Digits of every script are converted to ASCII
 * digits, because keyboards of other scripts write them (Unicode general category Nd).
 */
export const normaliseCode = (typed: string): string =>
  typed
    .normalize("NFKC")
    .replace(/\p{White_Space}/gu, "")
    .replace(/\p{Nd}/gu, (digit) => String(numberOf(digit.codePointAt(0) ?? 0)));

/**
 * The digits of each script are consecutive, from zero to nine.
 * https://www.unicode.org/reports/tr44/#Numeric_Type
 */
const numberOf = (codePoint: number): number => {
  let before = 0;
  while (before < 10 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return before % 10;
};
