/**
 * Runs for every new session, before it is returned: its row, one audit event, and a report if the sign-in is unusual.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { FirstSignIn } from "../../domain/sign-in-habits.js";
import type { Ports, Session, Settings } from "../../ports/index.js";
import { type NewsDeps, reportUnusualSignIn } from "./report-unusual-sign-in.js";
import { boundToken, sessionUser, withSessionToken } from "./session-token.js";
import { storedSession } from "./stored-session.js";

export type RecordSignInDeps = NewsDeps & Pick<Ports, "sessions"> & Pick<Settings, "lifetime">;

type SignedIn = {
  readonly session: Session;
  readonly caller: Caller;
  /** What the known sources of the name keep of the user's first sign-in by it. */
  readonly first: Promise<FirstSignIn | undefined>;
  /** The method, if it was not a password. */
  readonly reason?: "code" | "link";
};

/** The session, with its refresh token in the form that the client keeps. */
export const recordSignIn = async (deps: RecordSignInDeps, signedIn: SignedIn): Promise<Session> => {
  const { session, caller, first, reason } = signedIn;
  const { userId, sub, sessionId } = session.principal;
  const [kept] = await Promise.all([
    store(deps, signedIn),
    deps.audit.record(
      auditEvent("signin.succeeded", {
        subject: userSubject(userId ?? sub),
        key: sessionId,
        at: deps.clock.now(),
        details: { reason, userId, sub, sessionId, ...caller.facts },
      }),
    ),
    reportUnusualSignIn(deps, { session, caller, first }),
  ]);
  return kept;
};

const store = async (deps: RecordSignInDeps, { session, caller }: SignedIn): Promise<Session> => {
  const { refreshToken, principal } = session;
  if (refreshToken === undefined) return session;
  const { sessionId } = principal;
  const token = await boundToken(deps, { sessionId, userId: sessionUser(principal), refreshToken });
  // An unwritten row does not prevent the sign-in: the first refresh stores the session.
  await deps.sessions
    .create(await storedSession(deps, { principal, caller, tokenHash: token.hash }))
    .catch(() => deps.metrics.count("session_not_stored"));
  return withSessionToken(session, token);
};
