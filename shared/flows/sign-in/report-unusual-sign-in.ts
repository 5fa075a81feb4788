/**
 * Reports a sign-in from a device or a country that is new for the user: an audit event for operators, and an
 * e-mail to the user if the stage sends notices. The session is valid whatever fails here.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import { secondsAt } from "../../domain/seconds.js";
import type { FirstSignIn } from "../../domain/sign-in-habits.js";
import type { Ports, Session } from "../../ports/index.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type NewsDeps = NotifyDeps & Pick<Ports, "audit" | "clock" | "directory" | "habits" | "pseudonyms">;

/** The sign-in as the known sources keep it. Undefined for a user without an id, who has no habits. */
export const firstSignInOf = async (
  deps: Pick<Ports, "clock" | "pseudonyms">,
  userId: string | undefined,
  { country, facts }: Caller,
): Promise<FirstSignIn | undefined> => {
  if (userId === undefined) return undefined;
  // A pseudonym does not reveal the browser, and differs between two users of the same browser.
  const device = await deps.pseudonyms.of(`${userId}/${facts.userAgent ?? ""}`);
  return { userId, device, country, at: secondsAt(deps.clock.now()) };
};

/** Never rejects. */
export const reportUnusualSignIn = async (
  deps: NewsDeps,
  {
    session,
    caller,
    first,
  }: {
    readonly session: Session;
    readonly caller: Caller;
    readonly first: Promise<FirstSignIn | undefined>;
  },
): Promise<void> => {
  const { userId, sub, sessionId } = session.principal;
  try {
    const seen = await firstSignInOf(deps, userId, caller);
    if (userId === undefined || seen === undefined) return;
    const { country, facts } = caller;
    const news = await deps.habits.learn(userId, { device: seen.device, country }, await first);
    const record = (type: "signin.new_device" | "signin.new_country") =>
      deps.audit.record(
        auditEvent(type, {
          subject: userSubject(userId),
          key: sessionId,
          at: deps.clock.now(),
          details: { userId, sub, sessionId, country, ...facts },
        }),
      );
    if (news.device) await record("signin.new_device");
    if (news.country) await record("signin.new_country");
    if (news.device || news.country) await tellOwner(deps, userId, caller);
  } catch {
    deps.metrics.count("sign_in_news_unknown");
  }
};

const tellOwner = async (deps: NewsDeps, userId: string, caller: Caller): Promise<void> => {
  const profile = await deps.directory.profile(userId);
  if (!profile) return;
  const values = {
    time: deps.clock.now().toISOString(),
    place: caller.country,
    device: caller.facts.userAgent,
    address: caller.facts.sourceIp,
  };
  await notifyOwner(deps, {
    notice: { kind: "new_sign_in", values },
    email: profile.email,
    key: `new-sign-in/${userId}`,
    languages: [],
  });
};
