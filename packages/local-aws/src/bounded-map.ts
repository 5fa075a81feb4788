/** Maps with a size limit, for entries that any caller may add. */

const MOST = 10_000;

/** Drops the oldest entry if there are more than `most`. */
export class BoundedMap<Value> {
  readonly #most: number;
  readonly #entries = new Map<string, Value>();

  constructor(most = MOST) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  /** Setting an existing key makes it the newest. */
  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#most && oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Returns false if the key does not exist. */
  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  /** Oldest first. */
  entries(): [string, Value][] {
    return [...this.#entries];
  }
}

/** A bounded map whose entries expire. */
export class ExpiringMap<Value> {
  readonly #clock: { now(): number };
  readonly #entries: BoundedMap<{ readonly value: Value; readonly expiresAt: number }>;

  constructor(clock: { now(): number }, most?: number) {
    this.#clock = clock;
    this.#entries = new BoundedMap(most);
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined && this.#clock.now() < entry.expiresAt) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value, lifetimeMs: number): void {
    this.#entries.set(key, { value, expiresAt: this.#clock.now() + lifetimeMs });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** The entries that have not expired, oldest first. */
  entries(): [string, Value][] {
    const now = this.#clock.now();
    return this.#entries
      .entries()
      .flatMap(([key, { value, expiresAt }]): [string, Value][] => (now < expiresAt ? [[key, value]] : []));
  }
}
