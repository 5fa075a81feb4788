/** The session of a browser, for its pages. It shows nothing that the session may not see: without one, only that. */
import { judgeStanding, type Standing } from "../../domain/account.js";
import { secondsAt } from "../../domain/seconds.js";
import type { Ports, SessionFacts } from "../../ports/index.js";
import type { DescribedSession } from "../../ports/kept-session.js";
import { type ReadBrowserDeps, readBrowserSession } from "../authorizer/read-browser-session.js";

export type DescribeSessionDeps = ReadBrowserDeps & Pick<Ports, "clock">;

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
