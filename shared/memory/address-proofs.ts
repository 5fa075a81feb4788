/** Addresses that wait for their proof, and proved ones, in memory. */
import type { UnprovedAddress } from "../domain/address-proof.js";
import { AuthError } from "../domain/errors.js";
import { secondsAt } from "../domain/seconds.js";
import type { ProvedAddresses, UnprovedAddresses } from "../ports/address-proofs.js";
import type { Clock } from "../ports/index.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

export const memoryUnprovedAddresses = (clock: Clock): UnprovedAddresses => {
  const rows = new Map<string, UnprovedAddress>();
  return {
    keep: async (id, unproved) => {
      rows.set(id, unproved);
    },
    take: async (id) => {
      const unproved = rows.get(id);
      rows.delete(id);
      const isValid = unproved !== undefined && unproved.expiresAtSeconds > secondsAt(clock.now());
      return isValid ? unproved : undefined;
    },
  };
};

export const memoryProvedAddresses = (directory: MemoryDirectory, audit: MemoryAudit): ProvedAddresses => {
  const { proofs } = directory;
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  return {
    keep: ({ userName, email }, event) =>
      within(() => {
        if (audit.take(event)) proofs.set(email, new Set([...(proofs.get(email) ?? []), userName]));
      }),
    includes: ({ userName, email }) => within(() => proofs.get(email)?.has(userName) ?? false),
  };
};
