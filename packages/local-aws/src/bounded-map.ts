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

interface Entry<Value> {
  readonly value: Value;
  readonly setAt: number;
  readonly expiresAt: number;
}

/** An entry at the time of the request. */
export interface Kept<Value> {
  readonly value: Value;
  readonly ageMs: number;
  readonly expired: boolean;
}

/** A bounded map whose entries expire by a clock, which tests can move. */
export class ExpiringMap<Value> {
  readonly #clock: { now(): number };
  readonly #entries: BoundedMap<Entry<Value>>;

  constructor(clock: { now(): number }, most?: number) {
    this.#clock = clock;
    this.#entries = new BoundedMap(most);
  }

  /** Returns the value unless it has expired or is not younger than `maxAgeMs`. */
  get(key: string, maxAgeMs = Number.POSITIVE_INFINITY): Value | undefined {
    const kept = this.look(key);
    return kept && isFresh(kept, maxAgeMs) ? kept.value : undefined;
  }

  /** Returns an expired entry too: it stays known until newer entries displace it. */
  look(key: string): Kept<Value> | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#kept(entry);
  }

  /** Setting an existing key makes it the newest, and its age begins again. */
  set(key: string, value: Value, lifetimeMs = Number.POSITIVE_INFINITY): void {
    const setAt = this.#clock.now();
    this.#entries.set(key, { value, setAt, expiresAt: setAt + lifetimeMs });
  }

  /** Returns false if the key does not exist. */
  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  /** The entries that have not expired and are younger than `maxAgeMs`, oldest first. */
  entries(maxAgeMs = Number.POSITIVE_INFINITY): [string, Value][] {
    return this.#entries.entries().flatMap(([key, entry]): [string, Value][] => {
      const kept = this.#kept(entry);
      return isFresh(kept, maxAgeMs) ? [[key, kept.value]] : [];
    });
  }

  #kept({ value, setAt, expiresAt }: Entry<Value>): Kept<Value> {
    const now = this.#clock.now();
    return { value, ageMs: now - setAt, expired: now >= expiresAt };
  }
}

const isFresh = ({ ageMs, expired }: Kept<unknown>, maxAgeMs: number): boolean =>
  !expired && ageMs < maxAgeMs;
