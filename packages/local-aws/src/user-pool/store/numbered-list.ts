/**
 * A list of items sorted by number. Appending, removing and starting to read at any position cost almost the
 * same in long and short lists.
 */
export class NumberedList<T> {
  #numbers: number[] = [];
  /** Removed items leave gaps, until half of the list are gaps. */
  #items: (T | undefined)[] = [];
  #gaps = 0;
  /** Changes when positions change. */
  #revision = 0;

  get size(): number {
    return this.#items.length - this.#gaps;
  }

  put(number: number, item: T): void {
    const index = this.#indexOf(number);
    if (this.#numbers[index] === number) {
      if (this.#items[index] === undefined) this.#gaps -= 1;
      this.#items[index] = item;
    } else if (index === this.#numbers.length) {
      this.#numbers.push(number);
      this.#items.push(item);
    } else {
      this.#revision += 1;
      this.#numbers.splice(index, 0, number);
      this.#items.splice(index, 0, item);
    }
  }

  remove(number: number): void {
    const index = this.#indexOf(number);
    if (this.#numbers[index] !== number || this.#items[index] === undefined) return;
    this.#items[index] = undefined;
    this.#gaps += 1;
    if (this.#gaps > this.#items.length / 2) this.#closeGaps();
  }

  /**
   * Yields items in order, from this number on. An item added or removed meanwhile may or may not be yielded.
   * No other item is missed.
   */
  *from(first = 0): Iterable<readonly [number: number, item: T]> {
    let [next, index, revision] = [first, this.#indexOf(first), this.#revision];
    for (;;) {
      if (revision !== this.#revision) [index, revision] = [this.#indexOf(next), this.#revision];
      const [number, item] = [this.#numbers[index], this.#items[index]];
      if (number === undefined) return;
      index += 1;
      next = number + 1;
      if (item !== undefined) yield [number, item];
    }
  }

  /** The index of this number or of the next larger one. */
  #indexOf(number: number): number {
    let [low, high] = [0, this.#numbers.length];
    if (high > 0 && number > (this.#numbers[high - 1] ?? 0)) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #closeGaps(): void {
    this.#revision += 1;
    this.#numbers = this.#numbers.filter((_, index) => this.#items[index] !== undefined);
    this.#items = this.#items.filter((item) => item !== undefined);
    this.#gaps = 0;
  }
}
