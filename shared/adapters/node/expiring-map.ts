/** A map whose entries expire, limited to the `most` newest. Times are milliseconds of the caller's clock. */
export type ExpiringMap<Value> = {
  /** Returns undefined if the entry has expired. */
  get(key: string, nowMs: number): Value | undefined;
  /** Replaces an existing value. Beyond `most` entries, the oldest entry is evicted. */
  set(key: string, value: Value, untilMs: number): void;
  delete(key: string): void;
  /** Makes the entry the newest one, so that it is evicted last. */
  renew(key: string): void;
};

export const expiringMap = <Value>(most: number): ExpiringMap<Value> => {
  const entries = new Map<string, { readonly value: Value; readonly untilMs: number }>();
  return {
    get: (key, nowMs) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs < entry.untilMs) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set: (key, value, untilMs) => {
      entries.delete(key);
      entries.set(key, { value, untilMs });
      if (entries.size <= most) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
    delete: (key) => {
      entries.delete(key);
    },
    renew: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return;
      entries.delete(key);
      entries.set(key, entry);
    },
  };
};
