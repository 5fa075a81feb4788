/**
 * Reports a sign-in from a device or a country that is new for the user: an audit event for operators, and an
 * e-mail to the user if the stage sends notices. The session is valid whatever fails here.
 */
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Caller } from "../../domain/caller.js";
import type { Ports, Session } from "../../ports/index.js";
import { type NotifyDeps, notifyOwner } from "../messages/notify-owner.js";

export type NewsDeps = NotifyDeps & Pick<Ports, "audit" | "clock" | "directory" | "habits" | "pseudonyms">;

/** Never rejects. */
export const reportUnusualSignIn = async (
  deps: NewsDeps,
  { session, caller }: { readonly session: Session; readonly caller: Caller },
): Promise<void> => {
  const { userId, sub, sessionId } = session.principal;
  if (userId === undefined) return;
  try {
    const { country, facts } = caller;
    // A pseudonym does not reveal the browser, and differs between two users of the same browser.
    const device = await deps.pseudonyms.of(`${userId}/${facts.userAgent ?? ""}`);
    const news = await deps.habits.learn(userId, { device, country });
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
