/**
 * Runs for every new session, before it is returned: its row, one audit event, and a report if the sign-in is unusual.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { Keeping } from "../../domain/session.js";
import type { FirstSignIn } from "../../domain/sign-in-habits.js";
import type { Ports, Session, Settings } from "../../ports/index.js";
import type { KeptSession } from "../../ports/kept-session.js";
import { type BrowserSessionDeps, newBrowserSession } from "./browser-session.js";
import { endReplacedSession } from "./end-replaced-session.js";
import { type NewsDeps, reportUnusualSignIn } from "./report-unusual-sign-in.js";
import { boundToken, sessionUser, withSessionToken } from "./session-token.js";
import type { DeviceCaller } from "./sign-in-source.js";
import { storedSession } from "./stored-session.js";

export type RecordSignInDeps = NewsDeps &
  BrowserSessionDeps &
  Pick<Ports, "sessions"> &
  Pick<Settings, "lifetime">;

type SignedIn = {
  readonly session: Session;
  readonly keeping: Keeping;
  readonly caller: DeviceCaller;
  /** What the known sources of the name keep of the user's first sign-in by it. */
  readonly first: Promise<FirstSignIn | undefined>;
  /** The method, if it was not a password. */
  readonly reason?: "code" | "link" | "redirect";
};

/** @throws AuthError `temporarily_unavailable` if the session of a browser cannot be stored. */
export const recordSignIn = async (deps: RecordSignInDeps, signedIn: SignedIn): Promise<KeptSession> => {
  const { session, keeping, caller, first, reason } = signedIn;
  const { userId, sub } = session.principal;
  const { sessionId, keep } = await kept(deps, { session, keeping, caller });
  const named = { ...session, principal: { ...session.principal, sessionId } };
  const [result] = await Promise.all([
    keep(),
    deps.audit.record(
      auditEvent("signin.succeeded", {
        subject: userSubject(userId ?? sub),
        key: sessionId,
        at: deps.clock.now(),
        details: { reason, userId, sub, sessionId, ...caller.facts },
      }),
    ),
    reportUnusualSignIn(deps, { session: named, caller, first }),
    ...(keeping.mode === "cookie" ? [endReplacedSession(deps, caller)] : []),
  ]);
  return result;
};

type Kept = { readonly sessionId: string; readonly keep: () => Promise<KeptSession> };

/** The session of a browser has the id of its row: its tokens, and the pool's id in them, never leave the service. */
const kept = async (
  deps: RecordSignInDeps,
  { session, keeping, caller }: Pick<SignedIn, "session" | "keeping" | "caller">,
): Promise<Kept> => {
  if (keeping.mode === "token")
    return {
      sessionId: session.principal.sessionId,
      keep: async () => ({ mode: "token", session: await store(deps, session, caller) }),
    };
  const { remember } = keeping;
  const { store: storeInBrowser, ...inBrowser } = await newBrowserSession(deps, {
    session,
    caller,
    remember,
  });
  return {
    sessionId: inBrowser.session.sessionId,
    keep: async () => {
      await storeInBrowser();
      return { mode: "cookie", ...inBrowser };
    },
  };
};

const store = async (deps: RecordSignInDeps, session: Session, caller: Caller): Promise<Session> => {
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
