/**
 * PostAuthentication of a client other than our endpoints: what the pool calls a new device is a signal for
 * people who watch. The endpoints see browser, address and country, and tell owner and audit stream
 * themselves (notice-news.ts), so their sign-ins are left to them: nothing is told twice.
 */
import { auditEvent, minuteOf, userSubject } from "../../domain/audit-event.js";
import type { Ports } from "../../ports/index.js";

export type PoolDeviceDeps = Pick<
  Ports,
  "audit" | "clock" | "directory" | "endpointClients" | "habits" | "metrics"
>;

export type PoolSignIn = {
  readonly sub: string;
  readonly userId?: string | undefined;
  readonly clientId: string;
  /** Only pools that remember devices say so. */
  readonly newDevice: boolean;
};

/** Never rejects: a signal is no reason to keep somebody out. */
export const reportNewPoolDevice = async (deps: PoolDeviceDeps, signIn: PoolSignIn): Promise<void> => {
  if (!signIn.newDevice) return;
  try {
    await notice(deps, signIn);
  } catch {
    deps.metrics.count("sign_in_news_unknown");
  }
};

const notice = async (deps: PoolDeviceDeps, { sub, clientId, ...signIn }: PoolSignIn): Promise<void> => {
  if (await deps.endpointClients.includes(clientId)) return;
  const userId = signIn.userId ?? (await deps.directory.userIdBySub(sub));
  if (userId === undefined) return;
  if (!(await deps.habits.learn(userId, { newToPool: true })).device) return;
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("signin.new_device", {
      subject: userSubject(userId),
      key: `${sub}/${minuteOf(at)}`,
      at,
      details: { reason: "pool", userId, sub, clientId },
    }),
  );
};
