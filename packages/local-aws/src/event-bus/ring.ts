/**
 * A list that drops its oldest items. Each item has an increasing `sequence`, which readers use as cursor.
 */
export class Ring<T extends { readonly sequence: number }> {
  readonly #limit: number;
  #items: T[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(item: T): void {
    this.#items.push(item);
    // Trimmed at twice the limit, to keep appends cheap.
    if (this.#items.length >= this.#limit * 2) this.#items = this.#items.slice(-this.#limit);
  }

  /** The items after `sequence`, oldest first. */
  after(sequence: number): T[] {
    const kept = this.#items.slice(-this.#limit);
    if (sequence <= 0) return kept;
    const first = kept.findIndex((item) => item.sequence > sequence);
    return first < 0 ? [] : kept.slice(first);
  }
}
