/** Blocked sources in memory, on the given clock. */
import type { BlockableSource } from "../domain/blocked-source.js";
import { AuthError } from "../domain/errors.js";
import type { BlockedSources } from "../ports/blocked-sources.js";
import type { Clock } from "../ports/index.js";
import type { MemoryAudit } from "./audit.js";

export type MemoryBlockedSources = BlockedSources & {
  /** While true, every read fails. */
  broken: boolean;
};

const nameOf = ({ kind, value }: BlockableSource): string => `${kind}/${value}`;

export const memoryBlockedSources = (clock: Clock, audit: MemoryAudit): MemoryBlockedSources => {
  const until = new Map<string, number>();
  const store: MemoryBlockedSources = {
    broken: false,
    find: async (sources) => {
      if (store.broken) throw new AuthError("temporarily_unavailable");
      return sources.find((source) => (until.get(nameOf(source)) ?? 0) > clock.now().getTime());
    },
    block: async (source, end, event) => {
      if (audit.take(event)) until.set(nameOf(source), end.getTime());
    },
    unblock: async (source, event) => {
      if (audit.take(event)) until.delete(nameOf(source));
    },
  };
  return store;
};
