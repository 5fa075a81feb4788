/**
 * Reads the columns of a row. A required value that is missing, and any value of another type, is an error of
 * ours: a default would be a wrong address, an endless expiry or a lost block.
 */
import { AuthError, namedError } from "../../domain/errors.js";
import { isRecord } from "../../domain/record.js";

type Table = "directory" | "guard" | "audit";

/** Keys with these beginnings hold ids only. Other keys can hold addresses, tokens or hashes of them. */
const SHOWN = ["ACCOUNT", "APIKEY", "SUB", "USER"];

export class Columns {
  readonly #table: Table;
  readonly #row: Readonly<Record<string, unknown>>;

  constructor(table: Table, row: Readonly<Record<string, unknown>>) {
    this.#table = table;
    this.#row = row;
  }

  text(column: string): string {
    return this.optionalText(column) ?? this.#fail(column);
  }

  optionalText(column: string): string | undefined {
    const value = this.#row[column];
    return value === undefined || typeof value === "string" ? value : this.#fail(column);
  }

  number(column: string): number {
    return this.optionalNumber(column) ?? this.#fail(column);
  }

  optionalNumber(column: string): number | undefined {
    const value = this.#row[column];
    return value === undefined || typeof value === "number" ? value : this.#fail(column);
  }

  /** A missing flag is false. */
  flag(column: string): boolean {
    const value = this.#row[column];
    return value === undefined || typeof value === "boolean" ? value === true : this.#fail(column);
  }

  /** `values` has a property for each text that the column can hold. */
  oneOf<Value extends string>(column: string, values: Readonly<Record<Value, true>>): Value {
    const value = this.text(column);
    return Object.hasOwn(values, value) ? (value as Value) : this.#fail(column);
  }

  /** A missing list is empty. DynamoDB does not store empty sets. */
  texts(column: string): readonly string[] {
    const { [column]: value = [] } = this.#row;
    const list = value instanceof Set ? [...value] : value;
    return isTexts(list) ? list : this.#fail(column);
  }

  value<Value>(column: string, is: (value: unknown) => value is Value): Value {
    return this.optionalValue(column, is) ?? this.#fail(column);
  }

  optionalValue<Value>(column: string, is: (value: unknown) => value is Value): Value | undefined {
    const value = this.#row[column];
    return value === undefined || is(value) ? value : this.#fail(column);
  }

  /** The entries of a list of maps. A missing list is empty. An error names the row that holds the list. */
  entries(column: string): readonly Columns[] {
    const { [column]: list = [], pk, sk } = this.#row;
    if (!Array.isArray(list) || !list.every(isRecord)) return this.#fail(column);
    return list.map((entry) => new Columns(this.#table, { ...entry, pk, sk }));
  }

  /** A column that holds JSON as text. */
  json<Value>(column: string, is: (value: unknown) => value is Value): Value {
    const value = parsed(this.text(column));
    return is(value) ? value : this.#fail(column);
  }

  #fail(column: string): never {
    const { pk, sk } = this.#row;
    const row = `${this.#table} ${shownKey(pk, sk)} ${column}`;
    const problem = this.#row[column] === undefined ? "missing" : "of another type";
    throw new AuthError("internal", { row, cause: namedError("UnreadableRow", `${row} is ${problem}`) });
  }
}

const shownKey = (pk: unknown, sk: unknown): string => {
  const [kind = ""] = String(pk).split("#");
  if (!SHOWN.includes(kind)) return `${kind}#…`;
  return sk === undefined ? String(pk) : `${pk}/${sk}`;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

export const isMapOfTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every((each) => typeof each === "string");
