/** The row of a new session. */
import type { Caller } from "../../domain/caller.js";
import { LONGEST_SESSION_SECONDS, type StoredSession } from "../../domain/session.js";
import type { Ports, Session, Settings } from "../../ports/index.js";
import { sessionUser } from "./session-token.js";

export const storedSession = async (
  deps: Pick<Ports, "pseudonyms"> & Pick<Settings, "lifetime">,
  input: { readonly principal: Session["principal"]; readonly caller: Caller; readonly tokenHash: string },
): Promise<StoredSession> => {
  const { principal, caller, tokenHash } = input;
  const userId = sessionUser(principal);
  const { sessionId, sub, authenticatedAtSeconds: startedAtSeconds } = principal;
  return {
    ...{ sessionId, userId, sub, tokenHash, startedAtSeconds },
    // Differs between two users of one browser.
    device: await deps.pseudonyms.of(`${userId}/${caller.facts.userAgent ?? ""}`),
    validUntilSeconds: startedAtSeconds + Math.min(deps.lifetime.refreshSeconds, LONGEST_SESSION_SECONDS),
    version: 1,
    replaced: [],
  };
};
