/** The entitlements of linked legacy users in memory, on the directory's users and accounts. */
import { AuthError } from "../domain/errors.js";
import type { Entitlements } from "../ports/entitlements.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

export const memoryEntitlements = ({
  audit,
  directory,
}: {
  readonly audit: MemoryAudit;
  readonly directory: MemoryDirectory;
}): Entitlements => ({
  join: async ({ userId, systemAccountId, role }, event) => {
    const { membership } = await directory.standing(userId, systemAccountId);
    if (membership !== undefined || !directory.isActiveAccount(systemAccountId)) return "refused";
    return directory.join({ systemAccountId, role }, userId, event) ? "joined" : "refused";
  },
  settle: async ({ legacyId, userId, groups, attributes }, event) => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    const identity = directory.legacyIdentities.get(legacyId);
    const profile = directory.profiles.get(userId);
    if (identity?.entitlements === undefined || identity.userId !== userId || !profile) return "gone";
    if (!audit.take(event)) return "gone";
    directory.legacyIdentities.set(legacyId, { ...identity, entitlements: undefined });
    directory.profiles.set(userId, { ...profile, groups: [...profile.groups, ...groups] });
    directory.mappedAttributes.set(userId, attributes);
    return "settled";
  },
});
