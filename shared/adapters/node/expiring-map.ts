/** Values by key for a limited time, the newest `most` of them. Times are milliseconds of the caller's clock. */
export type ExpiringMap<Value> = {
  /** Undefined from the end of its time on. */
  get(key: string, nowMs: number): Value | undefined;
  /** Replaces an older value. Beyond `most` the value that was set first leaves. */
  set(key: string, value: Value, untilMs: number): void;
  delete(key: string): void;
  /** Makes it the newest, so that it leaves last. */
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
