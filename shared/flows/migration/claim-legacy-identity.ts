/**
 * Gives a federated user the legacy identity with the same address. Both the provider and the legacy system must
 * have verified the address. Otherwise a legacy user who entered another user's address would be linked to the
 * owner of that address.
 *
 * Only functions with access to the legacy system's secret call it: PreSignUp, before the first tokens, and the
 * consumer of `migration.claim_requested`, after a sign-in without an approval. See docs/adr/0013.
 */
import { type AuditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { type MappedUser, mapUser } from "../../domain/legacy-mapping/map-user.js";
import { isMigratable, type LegacyUser, type MigrationConflict } from "../../domain/migration.js";
import type { Ports, Settings } from "../../ports/index.js";
import type { LegacyLookupResult } from "../../ports/legacy-lookup-results.js";
import { applyEntitlements, completeLinked, type EntitleDeps } from "./apply-entitlements.js";
import { type ApproveDeps, approveLegacyUser } from "./approve-legacy-user.js";
import { countedOutage } from "./counted-outage.js";
import { linkLegacyIdentity, recordLegacyLinkConflict } from "./link-legacy-identity.js";
import { mayTakeOver } from "./pool-holder.js";
import { recordDroppedValues } from "./record-dropped-values.js";

type AskDeps = Pick<Ports, "audit" | "clock" | "directory" | "legacy" | "metrics"> &
  ApproveDeps &
  Pick<Settings, "legacyMapping">;
export type ApproveFederatedUserDeps = AskDeps & Pick<Ports, "legacyLookupResults" | "poolDirectory">;
export type ClaimDeps = AskDeps & EntitleDeps;

/**
 * Called by PreSignUp for a new federated user. The provider verified the address, and no user of the pool has
 * it. Approves an unambiguous legacy identity, and keeps the result for the trigger that receives the `sub`. All other
 * cases are left to the claim, which knows the user. Never rejects.
 */
export const approveFederatedUser = (
  deps: ApproveFederatedUserDeps,
  {
    userPoolId,
    userName,
    email: typed,
  }: { readonly userPoolId: string; readonly userName: string; readonly email: string },
): Promise<void> =>
  countedOutage(deps, undefined, async () => {
    const result = await lookedUp(deps, userPoolId, normaliseIdentifier(typed));
    if (result !== undefined) await deps.legacyLookupResults.keep(userName, result);
  });

const lookedUp = async (
  deps: ApproveFederatedUserDeps,
  userPoolId: string,
  email: string,
): Promise<LegacyLookupResult | undefined> => {
  const answer = await deps.legacy.lookup(email);
  const address = await deps.pseudonyms.of(email);
  if (answer.kind === "refused") return { kind: "unknown", address };
  if (answer.kind === "unavailable") {
    deps.metrics.count("legacy_claim_failed");
    return undefined;
  }
  if (answer.kind === "unusable") return undefined;
  const { user } = answer;
  const { refusal, entitlements, dropped } = examined(deps, user, email);
  if (refusal !== undefined) return undefined;
  const approval = await approveLegacyUser(deps, user, email, {
    entitlements,
    mayTakeOver: (sub) => mayTakeOver(deps, { userPoolId, sub, email, passwordProved: false }),
  });
  if (approval.kind === "conflict") return undefined;
  const { userId } = approval;
  await recordDroppedValues(deps, { subject: userSubject(userId), legacyId: user.id, dropped });
  return { kind: "approved", address, legacyId: user.id, userId };
};

/**
 * Processes the claims in the order of the events. If the legacy system or the directory is unavailable, returns
 * this event and all later ones, without another call in the same delivery.
 */
export const claimRequested = async <Event extends AuditEvent>(
  deps: ClaimDeps,
  events: readonly Event[],
): Promise<Event[]> => {
  const requests = events.filter(({ type }) => type === "migration.claim_requested");
  for (const [index, { details }] of requests.entries()) {
    const { sub = "", email = "" } = details;
    const outcome = await countedOutage(deps, "unavailable", () =>
      claim(deps, sub, normaliseIdentifier(email)),
    );
    if (outcome === "unavailable") return requests.slice(index);
  }
  return [];
};

/** Links the user, or changes nothing. */
const claim = async (deps: ClaimDeps, sub: string, email: string): Promise<"settled" | "unavailable"> => {
  // A linked identity needs no look-up. An identity that was only approved is linked below.
  const { userId: known, isLinked } = await completeLinked(deps, sub);
  if (isLinked) return "settled";
  const answer = await deps.legacy.lookup(email);
  if (answer.kind === "unavailable") {
    deps.metrics.count("legacy_claim_failed");
    return "unavailable";
  }
  if (answer.kind === "match") await settle(deps, { sub, email, known }, answer.user);
  return "settled";
};

const settle = async (
  deps: ClaimDeps,
  { sub, email, known }: { sub: string; email: string; known: string | undefined },
  user: LegacyUser,
): Promise<void> => {
  const conflict = (reason: MigrationConflict) =>
    recordLegacyLinkConflict(deps, { sub, userId: known, legacyId: user.id, reason });
  const { refusal, entitlements, dropped } = examined(deps, user, email);
  await recordDroppedValues(deps, { subject: userSubject(known ?? sub), legacyId: user.id, dropped });
  if (refusal !== undefined) return conflict(refusal);
  const approval = await approveLegacyUser(deps, user, email, { userId: known, entitlements });
  if (approval.kind === "conflict" && approval.reason === "erased") return;
  if (approval.kind === "conflict") return conflict(approval.reason);
  const identity = { legacyId: user.id, userId: approval.userId, sub, email };
  if ((await linkLegacyIdentity(deps, identity, "provider")) === "unknown") return;
  const linked = await deps.directory.legacyIdentity(identity.legacyId);
  if (linked) await applyEntitlements(deps, linked);
};

/** Maps the record, and returns the conflict if a user with this verified address may not have it. */
const examined = (
  { legacyMapping }: Pick<AskDeps, "legacyMapping">,
  user: LegacyUser,
  email: string,
): Pick<MappedUser, "entitlements" | "dropped"> & { refusal?: MigrationConflict } => {
  const { entitlements, dropped, missing } = mapUser(legacyMapping, user);
  if (!isMigratable(user, email)) return { entitlements, dropped: [], refusal: "address_mismatch" };
  if (!user.emailVerified) return { entitlements, dropped: [], refusal: "address_unproved" };
  return { entitlements, dropped, ...(missing.length > 0 && { refusal: "attribute_missing" as const }) };
};
