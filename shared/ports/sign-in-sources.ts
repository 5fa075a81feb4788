/** The known sources of sign-ins: devices and networks. */
import type { KnownSources } from "../domain/known-sources.js";

export type SourceFacts = {
  /** Whether the network, or a larger one around it, is blocked. */
  readonly blocked: boolean;
  /** The sources of the name; undefined if there are none. Some may have expired. */
  readonly known: KnownSources | undefined;
  /** The number of names that count for the network. */
  readonly networkNames: number;
};

export interface SignInSources {
  /** One consistent read. `network` is the caller's, `networkId` its keyed hash. */
  find(query: {
    readonly name: string;
    readonly network: string;
    readonly networkId: string;
  }): Promise<SourceFacts>;
  /** The sources of the name; undefined if there are none. Some may have expired. */
  of(name: string): Promise<KnownSources | undefined>;
  /** Replaces the sources of a name. False, without a write, if another call replaced the version before. */
  save(name: string, sources: KnownSources): Promise<boolean>;
  /** Counts one more name for the network, in the current period. */
  countName(networkId: string): Promise<void>;
}
