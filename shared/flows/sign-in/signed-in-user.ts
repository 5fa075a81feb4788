/** The user of a request to an endpoint without an authorizer: by an access token, or by the cookie of a session. */
import { sessionCookieFrom } from "../../domain/browser-session.js";
import type { UserCredential } from "../../domain/credential.js";
import { secondsAt } from "../../domain/seconds.js";
import type { Principal } from "../../domain/token-rules.js";
import type { Ports } from "../../ports/index.js";
import { findSession } from "./refresh-browser-session.js";

export type SignedInUserDeps = Pick<Ports, "browserSessions" | "clock" | "sessionIds" | "tokens">;
export type SignedInUser = Pick<Principal, "sub" | "username" | "sessionId" | "userId" | "activeAccountId">;

/** Undefined without a valid one, and for a session that has to be refreshed first. */
export const signedInUser = async (
  deps: SignedInUserDeps,
  { accessToken, cookie: text }: UserCredential,
): Promise<SignedInUser | undefined> => {
  if (accessToken !== undefined) {
    const verdict = await deps.tokens.verify(accessToken);
    return verdict.kind === "valid" ? verdict.principal : undefined;
  }
  const cookie = text === undefined ? undefined : sessionCookieFrom(text);
  const session = cookie && (await findSession(deps, cookie));
  if (session === undefined || session.ended) return undefined;
  return session.validUntilSeconds > secondsAt(deps.clock.now()) ? session : undefined;
};
