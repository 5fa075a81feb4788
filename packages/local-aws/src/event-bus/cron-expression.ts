/**
 * The six fields of an EventBridge cron expression: minutes, hours, day of month, month, day of week, year
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html). Sunday is day 1.
 */

interface Cron {
  next(afterMs: number): number | undefined;
}

type DayTest = (year: number, month: number, day: number) => boolean;

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const LAST_YEAR = 2199;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Returns `undefined` if the text is not a valid expression. */
export const parseCron = (text: string): Cron | undefined => {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = "", ...more] = text
    .trim()
    .split(/\s+/);
  // Exactly one of the two day fields is `?`. The other one selects the days.
  if (more.length > 0 || (dayOfMonth === "?") === (dayOfWeek === "?")) return undefined;
  const minutes = numbersOf(minute, 0, 59);
  const hours = numbersOf(hour, 0, 23);
  const months = numbersOf(month, 1, 12, MONTHS);
  const years = numbersOf(year, 1970, LAST_YEAR);
  const isDay = dayOfMonth === "?" ? weekdayTest(dayOfWeek) : monthDayTest(dayOfMonth);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  const runsOn: DayTest = (y, m, d) => years.has(y) && months.has(m) && isDay(y, m, d);
  const times = [...hours].flatMap((h) => [...minutes].map((m) => (h * 60 + m) * MINUTE_MS));
  times.sort((a, b) => a - b);
  return { next: (afterMs) => nextRun(runsOn, times, afterMs) };
};

const nextRun = (runsOn: DayTest, times: readonly number[], afterMs: number): number | undefined => {
  for (let dayMs = Math.floor(afterMs / DAY_MS) * DAY_MS; ; dayMs += DAY_MS) {
    const date = new Date(dayMs);
    if (date.getUTCFullYear() > LAST_YEAR) return undefined;
    if (!runsOn(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())) continue;
    const time = times.find((each) => dayMs + each > afterMs);
    if (time !== undefined) return dayMs + time;
  }
};

/** A list of `*`, `a` or `a-b`, each with an optional `/step`. */
const numbersOf = (
  text: string,
  min: number,
  max: number,
  names: readonly string[] = [],
): Set<number> | undefined => {
  const numbers = new Set<number>();
  const read = (word: string): number => {
    const named = names.indexOf(word.toUpperCase());
    return named >= 0 ? named + min : /^\d+$/.test(word) ? Number(word) : Number.NaN;
  };
  for (const item of text.split(",")) {
    const [range = "", stepText, ...more] = item.split("/");
    const [low = "", high, ...rest] = range.split("-");
    const step = stepText === undefined ? 1 : Number(/^[1-9]\d*$/.exec(stepText)?.[0]);
    const from = range === "*" ? min : read(low);
    const to = high !== undefined ? read(high) : range === "*" || stepText !== undefined ? max : from;
    const valid = from >= min && to <= max && from <= to && step >= 1;
    if (!valid || more.length > 0 || rest.length > 0) return undefined;
    for (let value = from; value <= to; value += step) numbers.add(value);
  }
  return numbers;
};

/** Numbers, `L` (the last day), `nW` (the weekday nearest to day n) and `LW`. */
const monthDayTest = (text: string): DayTest | undefined => {
  if (text === "L") return (y, m, d) => d === daysIn(y, m);
  if (text === "LW") return (y, m, d) => d === nearestWeekday(y, m, daysIn(y, m));
  const near = /^(\d{1,2})W$/.exec(text);
  if (near !== null) {
    const wanted = Number(near[1]);
    if (wanted < 1 || wanted > 31) return undefined;
    return (y, m, d) => wanted <= daysIn(y, m) && d === nearestWeekday(y, m, wanted);
  }
  const days = numbersOf(text, 1, 31);
  return days && ((_y, _m, d) => days.has(d));
};

/** Numbers or names, `nL` (the last such weekday of the month) and `n#k` (the k-th). */
const weekdayTest = (text: string): DayTest | undefined => {
  const special = /^(\d|[A-Za-z]{3})(?:(L)|#([1-5]))$/.exec(text);
  const days = numbersOf(special?.[1] ?? (text === "L" ? "7" : text), 1, 7, WEEKDAYS);
  if (days === undefined) return undefined;
  const [, , last, ordinal] = special ?? [];
  return (y, m, d) => {
    if (!days.has(weekday(y, m, d))) return false;
    if (last !== undefined) return d + 7 > daysIn(y, m);
    return ordinal === undefined || Math.ceil(d / 7) === Number(ordinal);
  };
};

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const weekday = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

const nearestWeekday = (year: number, month: number, day: number): number => {
  const name = weekday(year, month, day);
  if (name === 7) return day > 1 ? day - 1 : day + 2;
  if (name === 1) return day < daysIn(year, month) ? day + 1 : day - 2;
  return day;
};
