/** The known sources of sign-ins: devices and networks. */
import type { KnownSources } from "../domain/known-sources.js";
import type { ThrottleRule } from "../domain/throttle-rule.js";
import type { Attempt } from "./guard.js";

export type SourceFacts = {
  /** Whether the network, or a larger one around it, is blocked. */
  readonly blocked: boolean;
  /** The sources of the name; undefined if there are none. Some may have expired. */
  readonly known: KnownSources | undefined;
  /** The number of names that count for the network. */
  readonly networkNames: number;
  /** Whether the legacy system is recorded as down, as `Outages.isDown` says. */
  readonly legacyDown: boolean;
  /** Whether the counter of the query, if it had one, allows another attempt. */
  readonly attempt?: Attempt | undefined;
};

export interface SignInSources {
  /**
   * One consistent read. `network` is the caller's, `networkId` its keyed hash. `counter`: the rule and the key of a
   * counter that refuses beyond its limit. It is read, and nothing is counted.
   */
  find(query: {
    readonly name: string;
    readonly network: string;
    readonly networkId: string;
    readonly counter?: readonly [ThrottleRule, string] | undefined;
  }): Promise<SourceFacts>;
  /** The sources of the name; undefined if there are none. Some may have expired. */
  of(name: string): Promise<KnownSources | undefined>;
  /** Replaces the sources of a name. False, without a write, if another call replaced the version before. */
  save(name: string, sources: KnownSources): Promise<boolean>;
  /**
   * Counts a user for the network, once in the current period. It does not depend on the known sources, which are forgotten
   * at a reset. `user` is the id, or the name of a user without one.
   */
  countName(networkId: string, user: string): Promise<void>;
}
