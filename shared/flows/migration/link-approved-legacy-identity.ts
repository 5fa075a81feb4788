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

export type LinkApprovedLegacyDeps = EntitleDeps &
  Pick<Ports, "audit" | "metrics" | "legacyLookupResults"> &
  Pick<Settings, "legacyStage">;

export type FederatedUser = {
  readonly userName: string;
  readonly sub: string;
  readonly email: string;
  /** The user is federated, and the provider verified the address. */
  readonly emailVerifiedByProvider?: boolean | undefined;
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
  { userName, sub, email: typed }: FederatedUser,
): Promise<"settled" | "open"> => {
  const email = normaliseIdentifier(typed);
  if ((await completeLinked(deps, sub)).isLinked) return "settled";
  const result = await deps.legacyLookupResults.of(userName);
  if (result === undefined || result.email !== email) return "open";
  if (result.kind === "unknown") return "settled";
  const { legacyId, userId } = result;
  if ((await linkLegacyIdentity(deps, { legacyId, userId, sub, email }, "provider")) === "unknown")
    return "open";
  const linked = await deps.directory.legacyIdentity(legacyId);
  if (linked) await applyEntitlements(deps, linked);
  return "settled";
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
