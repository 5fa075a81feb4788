/** Profiles for operator commands in memory, with the same conditions as the DynamoDB adapter. */
import { AuthError } from "../domain/errors.js";
import type { UserRecords } from "../ports/operators.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

type Stores = { readonly audit: MemoryAudit; readonly directory: MemoryDirectory };

export const memoryUserRecords = ({ audit, directory }: Stores): UserRecords => {
  const { profiles, subs, erasing } = directory;
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  return {
    profiles: async function* () {
      for (const profile of await within(() => [...profiles.values()])) yield profile;
    },
    changeStatus: ({ userId, from, to }, event) =>
      within(() => {
        const held = profiles.get(userId);
        if (!held || !from.includes(held.status) || held.mergedInto !== undefined) return "unchanged";
        if (!audit.take(event)) return "unchanged";
        const suspended = to === "SUSPENDED" && { suspendedAt: event.at };
        profiles.set(userId, { ...held, status: to, ...suspended });
        return "changed";
      }),
    suspendNew: ({ userId, email, legacyId }, event) =>
      within(() => {
        if (profiles.has(userId) || !audit.take(event)) return "unchanged";
        profiles.set(userId, {
          ...{ userId, email, status: "SUSPENDED", suspendedAt: event.at },
          ...{ groups: [], membershipCount: 0, membershipVersion: 0 },
          ...(legacyId !== undefined && { legacyId }),
        });
        return "changed";
      }),
    reinstate: ({ userId, to, missingSubs }, event) =>
      within(() => {
        const held = profiles.get(userId);
        if (held?.status !== "SUSPENDED" || held.mergedInto !== undefined || erasing.has(userId))
          return "unchanged";
        if (!audit.take(event)) return "unchanged";
        const { ending: _, missingSubs: before = [], ...rest } = held;
        const missing = [...new Set([...before, ...missingSubs])];
        profiles.set(userId, { ...rest, status: to, ...(missing.length > 0 && { missingSubs: missing }) });
        return "changed";
      }),
    removeUnconfirmed: ({ userId, sub }, event) =>
      within(() => {
        const held = profiles.get(userId);
        const isRemovable =
          held?.status === "UNCONFIRMED" && held.sub === sub && (held.membershipCount ?? 0) === 0;
        if (!isRemovable || subs.get(sub) !== userId) return "kept";
        if (!audit.take(event)) return "removed";
        profiles.delete(userId);
        subs.delete(sub);
        return "removed";
      }),
  };
};
