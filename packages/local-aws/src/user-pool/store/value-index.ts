/**
 * Finds objects by a value, case-insensitively. A value with one owner is stored without a list to save
 * memory.
 */
export class ValueIndex<T extends object> {
  readonly #owners = new Map<string, T | readonly T[]>();

  add(value: string, owner: T): void {
    const others = this.of(value);
    this.#owners.set(value.toLowerCase(), others.length === 0 ? owner : [...others, owner]);
  }

  remove(value: string, owner: T): void {
    const others = this.of(value).filter((other) => other !== owner);
    const [only] = others;
    if (!only) this.#owners.delete(value.toLowerCase());
    else this.#owners.set(value.toLowerCase(), others.length === 1 ? only : others);
  }

  /** In insertion order. */
  of(value: string): readonly T[] {
    const owners = this.#owners.get(value.toLowerCase());
    if (owners === undefined) return [];
    return isList(owners) ? owners : [owners];
  }
}

const isList = <T>(owners: T | readonly T[]): owners is readonly T[] => Array.isArray(owners);
