/**
 * Things in the order of their numbers. Adding at the end, removing, and beginning to read anywhere cost no more in a
 * long list than in a short one, or nearly so.
 */
export class NumberedList<T> {
  #numbers: number[] = [];
  /** What was removed leaves a gap, until half of the list are gaps. */
  #items: (T | undefined)[] = [];
  #gaps = 0;
  /** Changes when places do. */
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

  /** In order, from this number on. What is put or removed meanwhile is seen or not; nothing else is missed. */
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

  /** Of this number, or of the next one that there is. */
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
