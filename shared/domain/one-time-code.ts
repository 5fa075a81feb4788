/**
 * A code as a user types or pastes it. White space counts for nothing, and digits of every script stand for the same
 * numbers: keyboards of other scripts write them (Unicode general category Nd).
 */
export const normaliseCode = (typed: string): string =>
  typed
    .normalize("NFKC")
    .replace(/\p{White_Space}/gu, "")
    .replace(/\p{Nd}/gu, (digit) => String(numberOf(digit.codePointAt(0) ?? 0)));

/** The decimal digits of a script stand in a row, from zero to nine. https://www.unicode.org/reports/tr44/#Numeric_Type */
const numberOf = (codePoint: number): number => {
  let before = 0;
  while (before < 10 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return before % 10;
};
