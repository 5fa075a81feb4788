/** Watches the whole day: what the bus delivered, and whether a password was ever said aloud. */
import type { RunningStack } from "../../../local/stack/index.js";
import { leaksOf } from "../../support/canary.js";
import { MARK } from "./users.js";

type Entry = {
  readonly sequence: number;
  readonly event: { readonly detail: { readonly metadata: { readonly uid: string } } };
};

export type Witness = {
  heard(line: string): void;
  /** Reads what was delivered since the last time: the bus keeps the newest events only. */
  collect(stack: RunningStack): Promise<void>;
  readonly delivered: ReadonlySet<string>;
  readonly leaks: readonly string[];
  /** Deliveries of triggers beyond the first one of each invocation. */
  readonly repetitions: number;
  readonly lines: number;
};

export const witness = (): Witness => {
  const delivered = new Set<string>();
  const leaks: string[] = [];
  let last = 0;
  let lines = 0;
  let seen = 0;
  let repetitions = 0;
  // Every password holds the mark; none of its spellings may be anywhere.
  const listen = (text: string): void => {
    if (leaksOf(MARK, text).length > 0) leaks.push(text);
  };
  return {
    heard: (line) => {
      lines += 1;
      listen(line);
    },
    collect: async (stack) => {
      for (const { sequence, attempts } of stack.userPool.invocations(seen)) {
        seen = sequence;
        repetitions += Math.max(0, attempts.length - 1);
      }
      const { urls, audit } = stack.describe();
      const endpoint = `${urls.eventbridge}/_local/log-groups/${encodeURIComponent(audit.logGroup)}?after=${last}`;
      const { entries } = (await (await fetch(endpoint)).json()) as { entries: Entry[] };
      for (const { sequence, event } of entries) {
        last = sequence;
        delivered.add(event.detail.metadata.uid);
        listen(JSON.stringify(event));
      }
    },
    delivered,
    leaks,
    get repetitions() {
      return repetitions;
    },
    get lines() {
      return lines;
    },
  };
};
