/**
 * Times and days as text, with one definition for every entry point. A date that does not exist is refused. `Date`
 * would take `2027-02-30` for March 2, and `24:00` for the next day.
 */

/** RFC 3339, in UTC only. */
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/;

/** The seconds since 1970 of a time such as `2027-02-28T12:00:00Z`. Fractions are cut. Undefined for any other text. */
export const secondsOfTime = (text: string): number | undefined => {
  const whole = TIME.exec(text)?.[1];
  if (whole === undefined) return undefined;
  const at = Date.parse(`${whole}Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(whole) ? at / 1000 : undefined;
};

/** Whether the text is a day as `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && secondsOfTime(`${text}T00:00:00Z`) !== undefined;
