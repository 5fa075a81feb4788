/** Merges of duplicates in memory, with the same conditions as the DynamoDB adapter. */
import type { Membership } from "../domain/account.js";
import type { Merge } from "../domain/duplicates.js";
import { AuthError } from "../domain/errors.js";
import type { Merges } from "../ports/merges.js";
import { type HoldingStores, memoryHoldings } from "./holdings.js";

export const memoryMerges = (stores: HoldingStores): Merges => {
  const { audit, directory } = stores;
  const { profiles, members, tenants, legacyIdentities } = directory;
  /** By the id of the duplicate. */
  const merging = new Map<string, Merge>();
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const placeOf = (userId: string, account: string) =>
    members.findIndex((each) => each.userId === userId && each.systemAccountId === account);
  const unchanged = ({ userId, systemAccountId, role, status }: Membership): Membership | undefined => {
    const held = members[placeOf(userId, systemAccountId)];
    return held?.role === role && held.status === status ? held : undefined;
  };
  const drop = ({ userId, systemAccountId }: Membership) => {
    members.splice(placeOf(userId, systemAccountId), 1);
  };
  const count = (userId: string, { status }: Membership, by: 1 | -1) => {
    const held = profiles.get(userId);
    if (held === undefined) return;
    const membershipCount = held.membershipCount + (status === "ACTIVE" ? by : 0);
    profiles.set(userId, { ...held, membershipCount, membershipVersion: held.membershipVersion + 1 });
  };
  const fewerOwners = ({ systemAccountId }: Membership) => {
    const place = tenants.findIndex((each) => each.systemAccountId === systemAccountId);
    const held = tenants[place];
    if (held !== undefined) tenants[place] = { ...held, ownerCount: (held.ownerCount ?? 0) - 1 };
  };
  const known = ({ userId, duplicateUserId }: Merge) => profiles.has(userId) && profiles.has(duplicateUserId);
  return {
    ...memoryHoldings(stores),
    unfinished: async function* () {
      yield* await within(() => [...merging.values()]);
    },
    begin: (merge, event) =>
      within(() => {
        const [kept, duplicate] = [profiles.get(merge.userId), profiles.get(merge.duplicateUserId)];
        if (kept === undefined || kept.status === "SUSPENDED") return "refused";
        if (duplicate === undefined || duplicate.status === "SUSPENDED") return "refused";
        if (duplicate.mergedInto !== undefined) return "refused";
        if (!audit.take(event)) return "begun";
        const { userId, duplicateUserId } = merge;
        profiles.set(duplicateUserId, { ...duplicate, status: "SUSPENDED", mergedInto: userId });
        merging.set(duplicateUserId, merge);
        return "begun";
      }),
    moveMembership: (merge, membership, event) =>
      within(() => {
        const { userId, duplicateUserId } = merge;
        const held = unchanged(membership);
        const isFree = placeOf(userId, membership.systemAccountId) < 0;
        if (held !== undefined && isFree && known(merge)) {
          if (!audit.take(event)) return "moved";
          drop(membership);
          members.push({ ...held, userId });
          count(duplicateUserId, membership, -1);
          count(userId, membership, 1);
          return "moved";
        }
        const kept = { ...event, details: { ...event.details, reason: "kept" } };
        if (held === undefined || isFree || !audit.take(kept)) return "kept";
        drop(membership);
        count(duplicateUserId, membership, -1);
        if (membership.owner === true) fewerOwners(membership);
        return "kept";
      }),
    moveLegacyId: ({ userId, duplicateUserId, sub }, legacyId, event) =>
      within(() => {
        const identity = legacyIdentities.get(legacyId);
        const [kept, duplicate] = [profiles.get(userId), profiles.get(duplicateUserId)];
        if (identity?.userId !== duplicateUserId || kept === undefined || kept.legacyId !== undefined)
          return "refused";
        if (!audit.take(event)) return "moved";
        legacyIdentities.set(legacyId, { ...identity, userId, sub, state: "LINKED" });
        profiles.set(userId, { ...kept, legacyId });
        if (duplicate !== undefined) profiles.set(duplicateUserId, { ...duplicate, legacyId: undefined });
        return "moved";
      }),
    end: ({ duplicateUserId }, event) =>
      within(() => {
        if (merging.has(duplicateUserId) && audit.take(event)) merging.delete(duplicateUserId);
      }),
  };
};
