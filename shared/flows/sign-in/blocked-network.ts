/**
 * Whether a caller's network is blocked. The endpoints ask after they have counted the attempt and
 * before anything is done for it, and answer as they answer everybody, so that whoever is turned away
 * does not learn of it; the event of the request says `network_blocked`. Only endpoints can ask: no
 * trigger is told where a person is.
 */
import { networkSources } from "../../domain/blocked-source.js";
import type { Caller } from "../../domain/caller.js";
import type { Ports } from "../../ports/index.js";

/** @throws AuthError `temporarily_unavailable` when it cannot be known: nobody comes in unseen. */
export const isFromBlockedNetwork = async (
  deps: Pick<Ports, "blockedSources">,
  { network }: Pick<Caller, "network">,
): Promise<boolean> => (await deps.blockedSources.find(networkSources(network))) !== undefined;
