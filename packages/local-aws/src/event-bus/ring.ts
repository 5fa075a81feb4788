/** A list that forgets its oldest items; every item carries a rising `sequence`, by which readers go on. */
export class Ring<T extends { readonly sequence: number }> {
  readonly #limit: number;
  #items: T[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(item: T): void {
    this.#items.push(item);
    // Cut at twice the limit, so that an append stays cheap.
    if (this.#items.length >= this.#limit * 2) this.#items = this.#items.slice(-this.#limit);
  }

  /** The items later than `sequence`, oldest first. */
  after(sequence: number): T[] {
    const kept = this.#items.slice(-this.#limit);
    if (sequence <= 0) return kept;
    const first = kept.findIndex((item) => item.sequence > sequence);
    return first < 0 ? [] : kept.slice(first);
  }
}
