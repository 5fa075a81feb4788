/** Sessions whose tokens the client holds: the refresh token as the client keeps it, and the row behind it. */
import { type StoredSession, sessionTokenText } from "../../shared/domain/session.js";
import { boundToken } from "../../shared/flows/sign-in/session-token.js";
import type { Ports } from "../../shared/ports/index.js";
import { NOW, SUB } from "./users.js";

const STARTED = Date.parse(NOW) / 1000 - 10;

export const storedSessionOf = (change: Partial<StoredSession> = {}): StoredSession => ({
  sessionId: "session-1",
  userId: "usr_ada",
  sub: SUB,
  device: "device-1",
  startedAtSeconds: STARTED,
  validUntilSeconds: STARTED + 2_592_000,
  version: 1,
  tokenHash: "hash-1",
  replaced: [],
  ...change,
});

/** A refresh token in the form that the client keeps. */
export const tokenOf = async (
  ports: Pick<Ports, "pseudonyms">,
  refreshToken: string,
  { sessionId, userId }: Pick<StoredSession, "sessionId" | "userId"> = storedSessionOf(),
): Promise<string> => sessionTokenText(await boundToken(ports, { sessionId, userId, refreshToken }));

/** A stored session whose current refresh token this is. Returns the token in the form that the client keeps. */
export const givenSession = async (
  ports: Pick<Ports, "pseudonyms" | "sessions">,
  refreshToken: string,
  change: Partial<StoredSession> = {},
): Promise<string> => {
  const session = storedSessionOf(change);
  const { hash } = await boundToken(ports, { ...session, refreshToken });
  await ports.sessions.create({ ...session, tokenHash: hash });
  return tokenOf(ports, refreshToken, session);
};
