/**
 * Called by PostConfirmation and PostAuthentication for a federated user. Links the legacy identity that PreSignUp
 * approved in the same sign-in, or requests a claim. These triggers have no credentials for the legacy system;
 * claim-legacy-identity.ts calls it later.
 */
import { auditEvent, hourOf, userSubject } from "../../domain/audit/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import type { Ports, Settings } from "../../ports/index.js";
import { applyEntitlements, completeLinked, type EntitleDeps } from "./apply-entitlements.js";
import { countedOutage } from "./counted-outage.js";
import { linkLegacyIdentity } from "./link-legacy-identity.js";
import { mayTakeOver } from "./pool-holder.js";

export type LinkApprovedLegacyDeps = EntitleDeps &
  Pick<
    Ports,
    "audit" | "metrics" | "legacyLookupResults" | "poolAttributes" | "poolDirectory" | "pseudonyms"
  > &
  Pick<Settings, "legacyStage">;

export type FederatedUser = {
  readonly userPoolId: string;
  readonly userName: string;
  readonly sub: string;
  readonly email: string;
  /** The user is federated, and the provider verified the address. */
  readonly emailVerifiedByProvider?: boolean | undefined;
  /** `custom:legacy_id` */
  readonly legacyId?: string | undefined;
};

/**
 * `open`: the legacy system must be called. Runs before the profile is created, so that a prepared profile is
 * used. Never rejects.
 */
export const linkApprovedLegacyIdentity = async (
  deps: LinkApprovedLegacyDeps,
  user: FederatedUser,
): Promise<"settled" | "open"> =>
  user.emailVerifiedByProvider === true && deps.legacyStage.hasSystem
    ? countedOutage(deps, "open", () => linkApproved(deps, user))
    : "settled";

const linkApproved = async (
  deps: LinkApprovedLegacyDeps,
  user: FederatedUser,
): Promise<"settled" | "open"> => {
  const { userPoolId, userName, sub } = user;
  const email = normaliseIdentifier(user.email);
  const linked = await completeLinked(deps, sub);
  if (linked.isLinked) {
    if (linked.legacyId !== undefined) await showLegacyId(deps, user, linked.legacyId);
    return "settled";
  }
  const result = await deps.legacyLookupResults.of(userName);
  if (result?.address !== (await deps.pseudonyms.of(email))) return "open";
  if (result.kind === "unknown") return "settled";
  const { legacyId, userId } = result;
  const [known, profile] = await Promise.all([
    deps.directory.legacyIdentity(legacyId),
    deps.directory.profile(userId),
  ]);
  if (known?.userId !== userId || (profile?.email ?? known.email ?? email) !== email) return "open";
  // The result may be old: since then, a pool user may have signed in with the identity, and have another address.
  const holder = known.sub === sub ? undefined : known.sub;
  const asked = { userPoolId, email, passwordProved: false };
  for (const each of [holder, known.nextSub])
    if (each !== undefined && each !== sub && !(await mayTakeOver(deps, { ...asked, sub: each })))
      return "open";
  const identity = { legacyId, userId, sub, email, holder };
  if ((await linkLegacyIdentity(deps, identity, "provider")) === "unknown") return "open";
  await applyEntitlements(deps, known);
  await showLegacyId(deps, user, legacyId);
  return "settled";
};

/**
 * Writes the attribute of the pool user, for systems that read the legacy id there. Tokens have it as a claim. Never
 * rejects: the next sign-in repeats a failed write.
 */
const showLegacyId = async (
  { metrics, poolAttributes }: LinkApprovedLegacyDeps,
  user: FederatedUser,
  legacyId: string,
): Promise<void> => {
  if (user.legacyId === legacyId) return;
  try {
    await poolAttributes.setLegacyId(user.userPoolId, user.userName, legacyId);
  } catch {
    metrics.count("legacy_id_unwritten");
  }
};

/** Requests a claim for a user with a profile, at most once an hour. Never rejects. */
export const requestClaim = (deps: LinkApprovedLegacyDeps, { sub, email }: FederatedUser): Promise<void> =>
  countedOutage(deps, undefined, async () => {
    const userId = await deps.directory.userIdBySub(sub);
    if (userId === undefined) return;
    const at = deps.clock.now();
    await deps.audit.record(
      auditEvent("migration.claim_requested", {
        subject: userSubject(userId),
        key: `${sub}/${hourOf(at)}`,
        at,
        details: { userId, sub, email },
      }),
    );
  });
