/**
 * What a legacy system says of a person, as plain values of a bounded size: text, and lists of texts or of
 * small records. Numbers and booleans read as text. What is larger or of another shape is left out, so that
 * an odd record costs its odd parts and never the sign-in.
 */

export type LegacyRecord = Readonly<Record<string, string>>;
export type LegacyValue = string | readonly (string | LegacyRecord)[];
export type LegacyFields = Readonly<Record<string, LegacyValue>>;

const MOST_FIELDS = 100;
const MOST_ENTRIES = 50;
const MOST_KEYS = 10;
const LONGEST_NAME = 64;
/** More than an attribute takes, so that what was cut is still told apart as too long. */
const LONGEST_TEXT = 4096;

export const legacyFields = (raw: object): LegacyFields =>
  Object.fromEntries(named(raw, MOST_FIELDS).flatMap(([name, value]) => kept(name, valueIn(value))));

/** A field of its own, never one that every object has. */
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
  // The set types of DynamoDB arrive as sets.
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
