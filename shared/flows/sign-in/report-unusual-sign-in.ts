/**
 * After a sign-in: when it came from a device or a country that the user never signed in from, the
 * audit stream says so, and the owner gets a mail where the stage sends any. A signal for people who
 * watch, and never a reason to keep somebody out: whatever fails here, the session stands.
 */
import { auditEvent, userSubject } from "../../domain/audit-event.js";
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
    // The key says nothing of the browser, and the same browser of two people has two.
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
