/**
 * Where a subject's chain of audit events is broken. Each hash covers the event, its place and the
 * hash before it; HEAD says where the chain ends. Somebody who rewrites everything from one place to
 * the end, HEAD included, leaves a chain that holds together: only the copies on the bus show that.
 */

/** A stored event. `computedHash` is what the hash should be by what is stored in this row. */
export type ChainLink = {
  /** By the row's key. */
  readonly place: number;
  readonly sequence: number;
  readonly subject: string;
  readonly hash: string;
  readonly previousHash: string;
  readonly computedHash: string;
};

export type StoredChain = {
  /** In the order of places. */
  readonly links: readonly ChainLink[];
  readonly head: { readonly sequence: number; readonly hash: string } | undefined;
};

export type ChainBreak = {
  readonly kind: "deleted" | "reordered" | "edited" | "replaced" | "truncated" | "head_wrong";
  /** The number of the event, counted from 1. */
  readonly at: number;
};

/** The first break; undefined when the chain is whole. `start` is what the first event's hash builds on. */
export const firstBreak = (
  subject: string,
  { links, head }: StoredChain,
  start: string,
): ChainBreak | undefined => {
  let previous = start;
  for (const [index, link] of links.entries()) {
    const kind = breakOf(link, { at: index + 1, subject, previous });
    if (kind !== undefined) return { kind, at: index + 1 };
    previous = link.hash;
  }
  const count = links.length;
  if (head === undefined) return count === 0 ? undefined : { kind: "head_wrong", at: count };
  if (head.sequence > count) return { kind: "truncated", at: count + 1 };
  return head.sequence === count && head.hash === previous ? undefined : { kind: "head_wrong", at: count };
};

const breakOf = (
  link: ChainLink,
  expected: { readonly at: number; readonly subject: string; readonly previous: string },
): ChainBreak["kind"] | undefined => {
  if (link.place !== expected.at) return "deleted";
  if (link.sequence !== link.place) return "reordered";
  if (link.hash !== link.computedHash || link.subject !== expected.subject) return "edited";
  // Whole in itself, but not built on the event before: one of the two was made anew.
  return link.previousHash === expected.previous ? undefined : "replaced";
};
