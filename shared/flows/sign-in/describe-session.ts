/** The session of a browser, for its pages. It shows nothing that the session may not see: without one, only that. */
import { judgeStanding, type Standing } from "../../domain/account.js";
import type { BrowserSession } from "../../domain/browser-session.js";
import { secondsAt } from "../../domain/seconds.js";
import type { Ports, SessionFacts } from "../../ports/index.js";
import { type ReadBrowserDeps, readBrowserSession } from "../authorizer/read-browser-session.js";

export type DescribeSessionDeps = ReadBrowserDeps & Pick<Ports, "clock">;

export type DescribedSession =
  | { readonly status: "signed_in"; readonly session: BrowserSession; readonly facts: SessionFacts }
  /** Signed in, but the session must be refreshed before its next use. */
  | { readonly status: "refresh_due" }
  | { readonly status: "signed_out" };

/** @throws AuthError `temporarily_unavailable`. */
export const describeSession = async (
  deps: DescribeSessionDeps,
  cookie: string | undefined,
): Promise<DescribedSession> => {
  const read = cookie === undefined ? undefined : await readBrowserSession(deps, cookie, (active) => active);
  if (read === undefined || read.session.ended) return { status: "signed_out" };
  const { session, standing } = read;
  const { profile } = standing;
  if (profile?.status !== "ACTIVE") return { status: "signed_out" };
  if (session.validUntilSeconds <= secondsAt(deps.clock.now())) return { status: "refresh_due" };
  return { status: "signed_in", session, facts: { email: profile.email, account: accountIn(standing) } };
};

const accountIn = (standing: Standing): SessionFacts["account"] => {
  const judged = judgeStanding(standing);
  if (judged.kind === "refused") return undefined;
  const { account, membership } = judged.standing;
  const { systemAccountId, visibleAccountId, cellId } = account;
  return { systemAccountId, visibleAccountId, cellId, role: membership.role };
};
