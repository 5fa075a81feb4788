/**
 * Finds where a subject's chain of audit events is broken. Each hash covers the event, its position and the
 * previous hash. HEAD names the end of the chain. An attacker who rewrites everything from one position to
 * the end, HEAD included, leaves a consistent chain: only the copies on the bus reveal that.
 */

/** A stored event. `computedHash` is the hash computed from this row's content. */
export type ChainEntry = {
  /** The position in the row key. */
  readonly place: number;
  readonly sequence: number;
  readonly subject: string;
  readonly hash: string;
  readonly previousHash: string;
  readonly computedHash: string;
};

export type StoredChain = {
  /** Ordered by position. */
  readonly entries: readonly ChainEntry[];
  readonly head: { readonly sequence: number; readonly hash: string } | undefined;
};

export type ChainBreak = {
  readonly kind: "deleted" | "reordered" | "edited" | "replaced" | "truncated" | "head_wrong";
  /** The number of the event, starting at 1. */
  readonly at: number;
};

/**
 * The first break; undefined if the chain is intact. `start` is the value that the first event's hash covers.
 */
export const firstBreak = (
  subject: string,
  { entries, head }: StoredChain,
  start: string,
): ChainBreak | undefined => {
  let previous = start;
  for (const [index, entry] of entries.entries()) {
    const kind = breakOf(entry, { at: index + 1, subject, previous });
    if (kind !== undefined) return { kind, at: index + 1 };
    previous = entry.hash;
  }
  const count = entries.length;
  if (head === undefined) return count === 0 ? undefined : { kind: "head_wrong", at: count };
  if (head.sequence > count) return { kind: "truncated", at: count + 1 };
  return head.sequence === count && head.hash === previous ? undefined : { kind: "head_wrong", at: count };
};

const breakOf = (
  entry: ChainEntry,
  expected: { readonly at: number; readonly subject: string; readonly previous: string },
): ChainBreak["kind"] | undefined => {
  if (entry.place !== expected.at) return "deleted";
  if (entry.sequence !== entry.place) return "reordered";
  if (entry.hash !== entry.computedHash || entry.subject !== expected.subject) return "edited";
  // The event is consistent but does not continue the previous one, so one of the two was replaced.
  return entry.previousHash === expected.previous ? undefined : "replaced";
};
