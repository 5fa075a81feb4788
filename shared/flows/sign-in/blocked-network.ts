/**
 * Whether a caller's network is blocked. Endpoints check this after they have counted the attempt and before
 * any other work. Their response does not reveal the block; the audit event has the reason `network_blocked`.
 * Only endpoints can check, because Cognito does not pass the caller's network to triggers.
 */
import { networkSources } from "../../domain/blocked-source.js";
import type { Caller } from "../../domain/caller.js";
import type { Ports } from "../../ports/index.js";

/** @throws AuthError `temporarily_unavailable` if the block list cannot be read. Callers must deny access. */
export const isFromBlockedNetwork = async (
  deps: Pick<Ports, "blockedSources">,
  { network }: Pick<Caller, "network">,
): Promise<boolean> => (await deps.blockedSources.find(networkSources(network))) !== undefined;
