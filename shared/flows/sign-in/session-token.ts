/**
 * The text that a client keeps for a refresh. A refresh token is opaque and names no session, so the text names it, and
 * a keyed hash proves that the service put the two together. A forged text is recognised without a call to the pool.
 */
import { type SessionToken, sessionTokenFrom, sessionTokenText } from "../../domain/session.js";
import type { Ports, Session } from "../../ports/index.js";

type Deps = Pick<Ports, "pseudonyms">;
type Named = Omit<SessionToken, "hash">;

/** The user that a session is stored under. Tokens without account claims name none. */
export const sessionUser = ({ userId, sub }: Session["principal"]): string => userId ?? sub;

export const boundToken = async (deps: Deps, named: Named): Promise<SessionToken> => ({
  ...named,
  hash: await hashOf(deps, named),
});

/** Undefined for a text that the service did not issue. */
export const readSessionToken = async (deps: Deps, text: string): Promise<SessionToken | undefined> => {
  const token = sessionTokenFrom(text);
  return token !== undefined && (await isBound(deps, token)) ? token : undefined;
};

// Compares keyed hashes of both hashes, so that the duration reveals nothing of the right one.
const isBound = async (deps: Deps, token: SessionToken): Promise<boolean> => {
  const right = await hashOf(deps, token);
  return (await deps.pseudonyms.of(right)) === (await deps.pseudonyms.of(token.hash));
};

/** The session with its refresh token in the form that the client keeps. */
export const withSessionToken = (session: Session, token: SessionToken): Session => ({
  ...session,
  refreshToken: sessionTokenText(token),
});

const hashOf = ({ pseudonyms }: Deps, { sessionId, userId, refreshToken }: Named): Promise<string> =>
  pseudonyms.of(`session/${sessionId}/${userId}/${refreshToken}`);
