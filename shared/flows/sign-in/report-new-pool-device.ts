/**
 * PostAuthentication of a client other than our endpoints: records a device that the pool reports as new, as
 * a signal for operators. Sign-ins through our endpoints are skipped, because report-unusual-sign-in.ts
 * reports them with browser, address and country.
 */
import { auditEvent, minuteOf, userSubject } from "../../domain/audit/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Ports } from "../../ports/index.js";

export type PoolDeviceDeps = Pick<
  Ports,
  "audit" | "clock" | "directory" | "endpointClients" | "habits" | "metrics" | "pseudonyms" | "signInSources"
>;

export type PoolSignIn = {
  readonly sub: string;
  readonly userId?: string | undefined;
  readonly email: string;
  readonly clientId: string;
  /** Only set by pools that remember devices. */
  readonly newDevice: boolean;
};

/** Never rejects: a failed report must not prevent a sign-in. */
export const reportNewPoolDevice = async (deps: PoolDeviceDeps, signIn: PoolSignIn): Promise<void> => {
  if (!signIn.newDevice) return;
  try {
    await notice(deps, signIn);
  } catch {
    deps.metrics.count("sign_in_news_unknown");
  }
};

const notice = async (
  deps: PoolDeviceDeps,
  { sub, email, clientId, ...signIn }: PoolSignIn,
): Promise<void> => {
  if (await deps.endpointClients.includes(clientId)) return;
  const userId = signIn.userId ?? (await deps.directory.userIdBySub(sub));
  if (userId === undefined) return;
  const known = await deps.signInSources.of(await deps.pseudonyms.of(normaliseIdentifier(email)));
  if (!(await deps.habits.learn(userId, { newToPool: true }, known?.firstSignIn)).device) return;
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
