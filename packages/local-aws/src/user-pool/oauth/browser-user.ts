/** Finds the user who is signed in with the browser, and checks that the sign-in satisfies the request. */
import { reuseSeconds } from "../auth/sso-sessions.js";
import { dueFactors } from "../auth/step-up.js";
import { CognitoError } from "../errors.js";
import { ownDirectory } from "../federation/chosen-provider.js";
import { signsInBy } from "../federation/identity.js";
import type { User } from "../store/user.js";
import type { AuthorizeRequest } from "./authorize-request.js";
import type { BrowserSession } from "./browser-sessions.js";
import { cookie, type OAuthRequest } from "./exchange.js";
import { sessionCookie } from "./signed-in-browser.js";

export interface BrowserUser {
  readonly user: User;
  readonly session: BrowserSession;
}

/**
 * Returns the user of the browser session, unless the client requests a fresh sign-in.
 * @param wanted the only provider that may have authenticated the user
 */
export function browserUser(
  request: OAuthRequest,
  { client, prompts, maxAgeSeconds }: AuthorizeRequest,
  wanted?: string,
): BrowserUser | undefined {
  // select_account and consent apply to external providers only.
  const external = wanted !== undefined && wanted !== ownDirectory;
  const fresh = external ? ["login", "select_account", "consent"] : ["login"];
  if (prompts.some((prompt) => fresh.includes(prompt))) return undefined;
  const { services, pool } = request;
  const session = services.oauth.browserSessions.find(
    cookie(request, sessionCookie),
    reuseSeconds(pool, client.id),
  );
  if (session?.poolId !== pool.id) return undefined;
  const by = session.provider ?? ownDirectory;
  if (!client.settings.SupportedIdentityProviders.includes(by) || (wanted ?? by) !== by) return undefined;
  const age = services.clock.now() - session.signedInAt;
  if (maxAgeSeconds !== undefined && age > maxAgeSeconds * 1000) return undefined;
  const user = pool.users.byUsername(session.username);
  if (user?.sub !== session.sub || !user.enabled) return undefined;
  const { provider } = session;
  const good = provider === undefined ? user.status === "CONFIRMED" : signsInBy(user, provider);
  return good ? { user, session } : undefined;
}

/** `short`: the user can reach the level with another factor. `unable`: the user needs another account. */
export function levelReached(
  { user, session }: BrowserUser,
  { pool, targets }: Pick<AuthorizeRequest, "pool" | "targets">,
): "reached" | "short" | "unable" {
  if (!targets) return "reached";
  try {
    const climb = { pool, user, typed: user.username, methods: session.methods, targets };
    return dueFactors(climb).kind === "nothing" ? "reached" : "short";
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    return "unable";
  }
}
