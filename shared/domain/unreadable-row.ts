/** A stored row that lacks a value, or holds one of another type. `place` names table, key and column. */
export class UnreadableRow extends Error {
  readonly place: string;

  constructor(place: string, problem: "missing" | "of another type") {
    super(`${place} is ${problem}`);
    this.name = "UnreadableRow";
    this.place = place;
  }
}
