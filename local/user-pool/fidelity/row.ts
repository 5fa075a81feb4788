/**
 * How faithful the local pool is, part by part: the source of docs/local-fidelity.md. `test` is the file and the name of a
 * test that shows it; a part that is not there has none.
 */
export interface FidelityRow {
  readonly area: "flow" | "trigger" | "operation" | "behaviour";
  readonly name: string;
  readonly state: "done" | "partial" | "not";
  readonly test?: string;
  readonly note?: string;
}

export const done = (area: FidelityRow["area"], name: string, test: string, note?: string): FidelityRow => ({
  area,
  name,
  state: "done",
  test,
  ...(note !== undefined && { note }),
});

export const partial = (
  area: FidelityRow["area"],
  name: string,
  test: string,
  note: string,
): FidelityRow => ({
  ...done(area, name, test, note),
  state: "partial",
});

export const missing = (area: FidelityRow["area"], name: string, note?: string): FidelityRow => ({
  area,
  name,
  state: "not",
  ...(note !== undefined && { note }),
});
