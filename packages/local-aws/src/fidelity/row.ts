/**
 * Rows of docs/fidelity.md: how closely each part of the stack matches AWS. A row references tests as `file:
 * words`, for example `srp: signs in again`. `file` is relative to the component's folder in tests/ and has
 * no `.test.ts`. All tests whose full title contains the words must pass, or the test run fails.
 *
 * The name of an `operation` row is a list of operations, that of a `trigger` row a list of trigger sources.
 * Each belongs to exactly one row.
 */
export type FidelityArea = "flow" | "trigger" | "operation" | "behaviour";

export interface FidelityRow {
  readonly area: FidelityArea;
  readonly name: string;
  readonly state: "done" | "partial" | "not" | "unknowable";
  readonly test?: string;
  /** How it differs. For unknowable behaviour: the reading that was chosen. */
  readonly note?: string;
}

export interface ComponentFidelity {
  /** Name of the component's folder, in the sources and in the tests. */
  readonly folder: string;
  readonly title: string;
  readonly rows: readonly FidelityRow[];
  /** Operations that answer NotImplementedException and have no separate row. */
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

/**
 * Behaviour that only a real AWS account could confirm: the stricter reading that was chosen, and the test
 * that checks it.
 */
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

/** The names in the list of an `operation` or `trigger` row. */
export const listed = ({ name }: FidelityRow): string[] => name.split(", ");
