/**
 * Gives a linked legacy user the memberships, groups and attributes that the mapping read from the legacy
 * record at approval. Each membership is one transaction. The last transaction also removes the entitlements
 * from the identity, so that the next sign-in completes an interrupted run and nothing is applied twice.
 */
import type { LegacyIdentity } from "../../domain/account.js";
import { auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import type { Entitlements } from "../../domain/legacy-mapping/mapping.js";
import type { Ports } from "../../ports/index.js";

export type EntitleDeps = Pick<Ports, "clock" | "directory" | "entitlements">;

/** @throws AuthError `temporarily_unavailable`. */
export const applyEntitlements = async (
  deps: EntitleDeps,
  identity: Pick<LegacyIdentity, "legacyId" | "userId" | "entitlements">,
): Promise<void> => {
  const { legacyId, userId, entitlements } = identity;
  if (entitlements === undefined) return;
  const refused: string[] = [];
  for (const membership of entitlements.memberships)
    if (!(await join(deps, { legacyId, userId }, membership))) refused.push(membership.systemAccountId);
  const held = (await deps.directory.profile(userId))?.groups ?? [];
  const groups = entitlements.groups.filter((group) => !held.includes(group));
  const { attributes } = entitlements;
  const reason = wordsOf({ groups, attributes: Object.keys(attributes), "not a member of": refused });
  const event = auditEvent("migration.entitled", {
    subject: userSubject(userId),
    key: legacyId,
    at: deps.clock.now(),
    details: { legacyId, userId, reason },
  });
  await deps.entitlements.settle({ legacyId, userId, groups, attributes }, event);
};

/**
 * Completes the entitlements of a legacy identity that the user of a `sub` has linked. An identity that was only approved
 * is not linked. `legacyId`: undefined if the identity is another user's by now.
 */
export const completeLinked = async (
  deps: EntitleDeps,
  sub: string,
): Promise<{
  readonly userId: string | undefined;
  readonly isLinked: boolean;
  readonly legacyId?: string;
}> => {
  const { linkedUserId: userId, profile } = await deps.directory.signInUser({ sub });
  const held = profile?.legacyId ? await deps.directory.legacyIdentity(profile.legacyId) : undefined;
  if (held?.state !== "LINKED") return { userId, isLinked: false };
  if (held.userId !== userId) return { userId, isLinked: true };
  await applyEntitlements(deps, held);
  return { userId, isLinked: true, legacyId: held.legacyId };
};

type Who = { readonly legacyId: string; readonly userId: string };

/** True if the user is an ACTIVE member with the entitled role afterwards. */
const join = async (
  deps: EntitleDeps,
  { legacyId, userId }: Who,
  { systemAccountId, role }: Entitlements["memberships"][number],
): Promise<boolean> => {
  const event = auditEvent("membership.migrated", {
    subject: userSubject(userId),
    key: `${legacyId}/${systemAccountId}`,
    at: deps.clock.now(),
    details: { legacyId, userId, systemAccountId, reason: role },
  });
  if ((await deps.entitlements.join({ userId, systemAccountId, role }, event)) === "joined") return true;
  const { membership } = await deps.directory.standing(userId, systemAccountId);
  return membership?.status === "ACTIVE" && membership.role === role;
};

const wordsOf = (parts: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(parts)
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what} ${names.join(", ")}`)
    .join("; ");
