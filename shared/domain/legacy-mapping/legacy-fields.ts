/**
 * The fields of a legacy record as plain values of limited size: text, and lists of texts or of small
 * records. Numbers and booleans become text. Larger values and other types are dropped, so that an unusual
 * record loses those fields and the sign-in still succeeds.
 */

export type LegacyRecord = Readonly<Record<string, string>>;
export type LegacyValue = string | readonly (string | LegacyRecord)[];
export type LegacyFields = Readonly<Record<string, LegacyValue>>;

const MOST_FIELDS = 100;
const MOST_ENTRIES = 50;
const MOST_KEYS = 10;
const LONGEST_NAME = 64;
/** More than an attribute can hold, so that a cut text is still reported as too long. */
const LONGEST_TEXT = 4096;

export const legacyFields = (raw: object): LegacyFields =>
  Object.fromEntries(named(raw, MOST_FIELDS).flatMap(([name, value]) => kept(name, valueIn(value))));

/** Reads an own property only, never an inherited one. */
export const ownField = <Value>(held: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(held, name) ? held[name] : undefined;

const named = (raw: object, most: number): [string, unknown][] =>
  Object.entries(raw)
    .filter(([name]) => name.length <= LONGEST_NAME)
    .slice(0, most);

const kept = <Value>(name: string, value: Value | undefined): [string, Value][] =>
  value === undefined ? [] : [[name, value]];

const textOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value.slice(0, LONGEST_TEXT);
  if (typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  return undefined;
};

const valueIn = (value: unknown): LegacyValue | undefined => {
  // DynamoDB's set types arrive as `Set`.
  const list = value instanceof Set ? [...value] : value;
  if (!Array.isArray(list)) return textOf(value);
  return list
    .slice(0, MOST_ENTRIES)
    .map((each: unknown) => textOf(each) ?? recordOf(each))
    .filter((each) => each !== undefined);
};

const recordOf = (value: unknown): LegacyRecord | undefined => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(named(value, MOST_KEYS).flatMap(([name, each]) => kept(name, textOf(each))));
};
