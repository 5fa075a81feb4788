/**
 * A user of an external provider whom the legacy system knows by the same address gets their legacy identity:
 * the provider proved the address, and the legacy system says that it did, too. Without that, anybody who once
 * typed a stranger's address there would be joined with its owner.
 *
 * The functions that hold the legacy system's secret ask it: PreSignUp, before the first tokens, and the consumer
 * of `migration.claim_requested`, after a sign-in in which nothing could be approved. See docs/adr/0013.
 */
import { type AuditEvent, userSubject } from "../../domain/audit-event.js";
import { normaliseIdentifier } from "../../domain/identifier.js";
import { type MappedUser, mapUser } from "../../domain/legacy-mapping/map-user.js";
import { isMigratable, type LegacyUser, type MigrationConflict } from "../../domain/migration.js";
import type { Ports, Settings } from "../../ports/index.js";
import type { NewcomerNote } from "../../ports/newcomer-notes.js";
import { applyEntitlements, type EntitleDeps } from "./apply-entitlements.js";
import { approveLegacyUser } from "./approve-legacy-user.js";
import { countedOutage } from "./counted-outage.js";
import { linkLegacyIdentity, recordLinkConflict } from "./link-legacy-identity.js";
import { recordDroppedValues } from "./record-dropped-values.js";

type AskDeps = Pick<Ports, "audit" | "clock" | "directory" | "legacy" | "metrics" | "random"> &
  Pick<Settings, "legacyMapping">;
export type ApproveNewcomerDeps = AskDeps & Pick<Ports, "newcomerNotes">;
export type ClaimDeps = AskDeps & EntitleDeps;

/**
 * PreSignUp of a newcomer whose address the provider vouches for and nobody in the pool has. Approves their
 * legacy identity in the clear case, and notes it for the trigger that learns their `sub`. Anything else is left
 * to the claim, which knows whom it is about. Never rejects.
 */
export const approveNewcomer = (
  deps: ApproveNewcomerDeps,
  { userName, email: typed }: { readonly userName: string; readonly email: string },
): Promise<void> =>
  countedOutage(deps, undefined, async () => {
    const note = await noteFor(deps, normaliseIdentifier(typed));
    if (note !== undefined) await deps.newcomerNotes.keep(userName, note);
  });

const noteFor = async (deps: AskDeps, email: string): Promise<NewcomerNote | undefined> => {
  const answer = await deps.legacy.lookup(email);
  if (answer.kind === "refused") return { kind: "unknown", email };
  if (answer.kind === "unavailable") {
    deps.metrics.count("legacy_claim_failed");
    return undefined;
  }
  const { user } = answer;
  const { refusal, entitlements, dropped } = examined(deps, user, email);
  if (refusal !== undefined) return undefined;
  const approval = await approveLegacyUser(deps, user, email, { entitlements });
  if (approval.kind === "conflict") return undefined;
  const { userId } = approval;
  await recordDroppedValues(deps, { subject: userSubject(userId), legacyId: user.id, dropped });
  return { kind: "approved", email, legacyId: user.id, userId };
};

/**
 * Claims for the users that the events name, in their order. Answers the first event that has to wait for the
 * legacy system or the directory, and all after it: what is down is not asked again by the same delivery.
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

/** Leaves the user linked, or as they were. */
const claim = async (deps: ClaimDeps, sub: string, email: string): Promise<"settled" | "unavailable"> => {
  const known = await deps.directory.userIdBySub(sub);
  const profile = known === undefined ? undefined : await deps.directory.profile(known);
  const held = profile?.legacyId && (await deps.directory.legacyIdentity(profile.legacyId));
  // Nothing to look up for a user whose identity was linked; one that was only approved is linked below.
  if (held && held.state === "LINKED") {
    if (held.userId === known) await applyEntitlements(deps, held);
    return "settled";
  }
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
    recordLinkConflict(deps, { sub, userId: known, legacyId: user.id, reason });
  const { refusal, entitlements, dropped } = examined(deps, user, email);
  await recordDroppedValues(deps, { subject: userSubject(known ?? sub), legacyId: user.id, dropped });
  if (refusal !== undefined) return conflict(refusal);
  const approval = await approveLegacyUser(deps, user, email, { userId: known, entitlements });
  if (approval.kind === "conflict") return conflict(approval.reason);
  const identity = { legacyId: user.id, userId: approval.userId, sub, email };
  if ((await linkLegacyIdentity(deps, identity, "provider")) === "unknown") return;
  const linked = await deps.directory.legacyIdentity(identity.legacyId);
  if (linked) await applyEntitlements(deps, linked);
};

/** What the record is mapped to, and what speaks against giving it to a user whose address a provider proved. */
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
