/**
 * Finds where a subject's chain of audit events is broken. Each hash covers the event, its number and the previous
 * hash. The head names the end of the chain. An attacker who rewrites everything from one position to
 * the end, the head included, and knows the key of the MACs, leaves a consistent chain: only the copies on the bus
 * reveal that.
 */

/** A stored event. `computedHash` is the hash computed from this row's content. */
export type ChainEntry = {
  /** The position: in the row key, or in the index of the subject's events. */
  readonly place: number;
  readonly sequence: number;
  readonly subject: string;
  readonly hash: string;
  readonly previousHash: string;
  readonly computedHash: string;
  /** Whether the row's MAC is valid. Always true for rows of the first form, which have none. */
  readonly isSealed: boolean;
};

export type ChainHead = { readonly sequence: number; readonly hash: string };

export type ChainBreak = {
  readonly kind:
    | "deleted"
    | "repeated"
    | "reordered"
    | "forged"
    | "edited"
    | "replaced"
    | "truncated"
    | "head_wrong";
  /** The number of the event, starting at 1. */
  readonly at: number;
};

export type ChainCheck = {
  /** Takes the entries in order. Returns the break at this entry, after which no other entry may be given. */
  next(entry: ChainEntry): ChainBreak | undefined;
  /** Compares the end of the chain with its head. */
  end(head: ChainHead | undefined): ChainBreak | undefined;
  readonly events: number;
};

/** `start` is the value that the first event's hash covers. */
export const chainCheck = (subject: string, start: string): ChainCheck => {
  let events = 0;
  let previous = start;
  return {
    next: (entry) => {
      const at = events + 1;
      const kind = breakOf(entry, { at, subject, previous });
      if (kind !== undefined) return { kind, at };
      events = at;
      previous = entry.hash;
      return undefined;
    },
    end: (head) => {
      if (head === undefined) return events === 0 ? undefined : { kind: "head_wrong", at: events };
      if (head.sequence > events) return { kind: "truncated", at: events + 1 };
      const isEnd = head.sequence === events && head.hash === previous;
      return isEnd ? undefined : { kind: "head_wrong", at: events };
    },
    get events() {
      return events;
    },
  };
};

const breakOf = (
  entry: ChainEntry,
  expected: { readonly at: number; readonly subject: string; readonly previous: string },
): ChainBreak["kind"] | undefined => {
  if (entry.place < expected.at) return "repeated";
  if (entry.place > expected.at) return "deleted";
  if (entry.sequence !== entry.place) return "reordered";
  if (!entry.isSealed) return "forged";
  if (entry.hash !== entry.computedHash || entry.subject !== expected.subject) return "edited";
  // The event is consistent but does not continue the previous one, so one of the two was replaced.
  return entry.previousHash === expected.previous ? undefined : "replaced";
};
