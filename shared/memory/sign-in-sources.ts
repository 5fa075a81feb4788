/** Sources of sign-ins in memory, on the given clock. */

import { networkSources } from "../domain/blocked-source.js";
import { AuthError } from "../domain/errors.js";
import { KNOWN_SECONDS, type KnownSources, periodOf } from "../domain/known-sources.js";
import { secondsAt } from "../domain/seconds.js";
import type { BlockedSources } from "../ports/blocked-sources.js";
import type { Clock, Outages } from "../ports/index.js";
import type { SignInSources } from "../ports/sign-in-sources.js";
import type { MemoryThrottle } from "./guard.js";

export type MemorySignInSources = SignInSources & {
  /** While true, every write fails. */
  broken: boolean;
};

export const memorySignInSources = (
  clock: Clock,
  blockedSources: BlockedSources,
  { throttle, outages }: { throttle: Pick<MemoryThrottle, "look">; outages: Pick<Outages, "isDown"> },
): MemorySignInSources => {
  const known = new Map<string, { readonly sources: KnownSources; readonly until: number }>();
  const names = new Map<string, Set<string>>();
  const secondsNow = () => secondsAt(clock.now());
  const live = (name: string) => {
    const held = known.get(name);
    return held !== undefined && held.until > secondsNow() ? held.sources : undefined;
  };
  const store: MemorySignInSources = {
    broken: false,
    of: async (name) => live(name),
    find: async ({ name, network, networkId, counter }) => {
      const blocked = (await blockedSources.find(networkSources(network))) !== undefined;
      const now = secondsNow();
      const counts = [periodOf(now), periodOf(now) - 1].map(
        (period) => names.get(`${networkId}/${period}`)?.size ?? 0,
      );
      return {
        blocked,
        legacyDown: await outages.isDown("legacy"),
        known: live(name),
        networkNames: Math.max(...counts),
        attempt: counter && throttle.look(...counter),
      };
    },
    save: async (name, sources) => {
      if (store.broken) throw new AuthError("temporarily_unavailable");
      const version = live(name)?.version ?? 0;
      if (version !== sources.version - 1) return false;
      known.set(name, { sources, until: secondsNow() + KNOWN_SECONDS });
      return true;
    },
    countName: async (networkId, user) => {
      if (store.broken) throw new AuthError("temporarily_unavailable");
      const key = `${networkId}/${periodOf(secondsNow())}`;
      names.set(key, new Set([...(names.get(key) ?? []), user]));
    },
  };
  return store;
};
