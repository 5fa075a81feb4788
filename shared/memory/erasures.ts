/** Erasures of users in memory, with the same conditions as the DynamoDB adapter. */
import { AuthError } from "../domain/errors.js";
import type { Erasures } from "../ports/erasures.js";
import type { HoldingStores } from "./holdings.js";

export const memoryErasures = ({ audit, directory, affiliations, invitations }: HoldingStores): Erasures => {
  const { profiles, members, tenants, subs, noted, addresses, legacyIdentities, tombstones } = directory;
  const { erasing } = directory;
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const leaveAll = (userId: string) => {
    for (const { systemAccountId, owner } of members.filter((each) => each.userId === userId)) {
      const place = members.findIndex(
        (each) => each.userId === userId && each.systemAccountId === systemAccountId,
      );
      members.splice(place, 1);
      const account = tenants.findIndex((each) => each.systemAccountId === systemAccountId);
      const held = tenants[account];
      if (owner === true && held?.ownerCount !== undefined)
        tenants[account] = { ...held, ownerCount: held.ownerCount - 1 };
    }
    for (const place of affiliations.keys())
      if ((JSON.parse(place) as string[])[0] === userId) affiliations.delete(place);
  };
  return {
    begin: ({ userId, tombstones: hashes }, event) =>
      within(() => {
        const held = profiles.get(userId);
        if (held === undefined) return "unknown";
        if (erasing.has(userId) || !audit.take(event)) return "begun";
        profiles.set(userId, { ...held, status: "SUSPENDED", suspendedAt: event.at });
        erasing.add(userId);
        for (const hash of hashes) tombstones.add(hash);
        return "begun";
      }),
    deleteRows: ({ profile: { userId, email }, subs: theirs, legacy }) =>
      within(() => {
        leaveAll(userId);
        for (const [sub, holder] of noted) if (holder === userId) noted.delete(sub);
        for (const sub of theirs) subs.delete(sub);
        const mailboxes = new Set([email, legacy?.email ?? email]);
        for (const mailbox of mailboxes) directory.proofs.delete(mailbox);
        for (const [place, { from, to }] of directory.addressChanges)
          if (place.startsWith(`${userId}/`)) {
            directory.proofs.delete(from);
            directory.proofs.delete(to);
            directory.addressChanges.delete(place);
          }
        for (const [place, { invitation }] of invitations.rows)
          if (mailboxes.has(invitation.email)) invitations.rows.delete(place);
        if (legacy === undefined || legacy.userId !== userId) return;
        for (const mailbox of mailboxes)
          if (addresses.get(mailbox) === legacy.legacyId) addresses.delete(mailbox);
        if (legacyIdentities.get(legacy.legacyId)?.userId === userId)
          legacyIdentities.delete(legacy.legacyId);
      }),
    complete: (userId, event) =>
      within(() => {
        if (!audit.take(event)) return;
        profiles.delete(userId);
        erasing.delete(userId);
      }),
  };
};
