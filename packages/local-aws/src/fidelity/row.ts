/**
 * How faithful a part of the stack is: the rows of docs/fidelity.md. A row names a test by its file, from the
 * component's folder in tests/local/ on and without `.test.ts`, and by words of its full title: `srp: signs in again`. Every
 * test whose title has these words must pass, or the run of the tests fails.
 *
 * The name of an `operation` row is a list of operations, that of a `trigger` row a list of trigger sources; each belongs to
 * exactly one row.
 */
export type FidelityArea = "flow" | "trigger" | "operation" | "behaviour";

export interface FidelityRow {
  readonly area: FidelityArea;
  readonly name: string;
  readonly state: "done" | "partial" | "not" | "unknowable";
  readonly test?: string;
  /** How it differs; of what cannot be known, the reading that was taken. */
  readonly note?: string;
}

export interface ComponentFidelity {
  /** The component's folder in local/ and in tests/local/. */
  readonly folder: string;
  readonly title: string;
  readonly rows: readonly FidelityRow[];
  /** Operations that answer NotImplementedException, where no row says more of them. */
  readonly missingOperations?: readonly string[];
}

export const done = (area: FidelityArea, name: string, test: string, note?: string): FidelityRow => ({
  area,
  name,
  state: "done",
  test,
  ...(note !== undefined && { note }),
});

export const partial = (area: FidelityArea, name: string, test: string, note: string): FidelityRow => ({
  ...done(area, name, test, note),
  state: "partial",
});

export const missing = (area: FidelityArea, name: string, note?: string): FidelityRow => ({
  area,
  name,
  state: "not",
  ...(note !== undefined && { note }),
});

/** What only a real account could tell: the stricter reading that was taken, and the test that holds it. */
export const unknowable = (
  area: FidelityArea,
  name: string,
  reading: string,
  test?: string,
): FidelityRow => ({
  area,
  name,
  state: "unknowable",
  note: reading,
  ...(test !== undefined && { test }),
});

/** The names in the list that the name of an `operation` or a `trigger` row is. */
export const listed = ({ name }: FidelityRow): string[] => name.split(", ");
