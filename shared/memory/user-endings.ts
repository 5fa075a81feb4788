/** The ends of users in memory, with the same conditions as the DynamoDB adapter, on the directory's profiles. */
import { AuthError } from "../domain/errors.js";
import type { UserEndings } from "../ports/endings.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

type Stores = { readonly audit: MemoryAudit; readonly directory: MemoryDirectory };

export const memoryUserEndings = ({ audit, directory }: Stores): UserEndings => {
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  return {
    begin: ({ userId, suspended }, event) =>
      within(() => {
        const held = directory.profiles.get(userId);
        if (!held || held.mergedInto !== undefined || held.ending !== undefined) return "unchanged";
        if (suspended === "skip" && held.status === "SUSPENDED") return "unchanged";
        if (!audit.take(event)) return "unchanged";
        const ending = { at: event.at, complete: false };
        directory.profiles.set(userId, { ...held, status: "SUSPENDED", suspendedAt: event.at, ending });
        return "begun";
      }),
    complete: (userId) =>
      within(() => {
        const held = directory.profiles.get(userId);
        if (held?.ending === undefined) return;
        directory.profiles.set(userId, { ...held, ending: { ...held.ending, complete: true } });
      }),
  };
};
