/** Stored sessions of browsers, and their cookies. */
import { sessionIds } from "../../shared/adapters/node/session-ids.js";
import { type BrowserSession, sessionCookieText } from "../../shared/domain/browser-session.js";
import type { Ports } from "../../shared/ports/index.js";
import { NOW, SUB } from "./users.js";

const STARTED = Date.parse(NOW) / 1000 - 10;

/** The id in the cookie of a session. */
export const browserIdOf = (name: string): string => name.padEnd(43, "_");

export const browserSessionOf = (change: Partial<BrowserSession> = {}, name = "ada"): BrowserSession => ({
  sessionId: sessionIds.digestOf(browserIdOf(name)),
  userId: "usr_ada",
  sub: SUB,
  username: SUB,
  device: "device-1",
  remembered: false,
  startedAtSeconds: STARTED,
  endsAtSeconds: STARTED + 43_200,
  version: 1,
  sealedToken: "sealed",
  activeAccountId: "acc-1",
  scopes: ["aws.cognito.signin.user.admin"],
  validUntilSeconds: STARTED + 900,
  idleUntilSeconds: STARTED + 3_600,
  ...change,
});

/** Stores a session. Returns its cookie. */
export const givenBrowserSession = async (
  { browserSessions }: Pick<Ports, "browserSessions">,
  change: Partial<BrowserSession> = {},
  hint?: string,
): Promise<string> => {
  const session = browserSessionOf(change);
  await browserSessions.create(session);
  const { userId, activeAccountId } = session;
  const value = sessionCookieText({
    id: browserIdOf("ada"),
    userId,
    systemAccountId: hint ?? activeAccountId,
  });
  return `__Host-Http-session=${value}`;
};
