/** Addresses that wait for their proof, and proved ones, in memory. */
import type { UnprovedAddress } from "../domain/address-proof.js";
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

export const memoryProvedAddresses = ({ proofs }: MemoryDirectory, audit: MemoryAudit): ProvedAddresses => ({
  keep: async ({ userName, email }, event) => {
    if (audit.take(event)) proofs.set(email, new Set([...(proofs.get(email) ?? []), userName]));
  },
  includes: async ({ userName, email }) => proofs.get(email)?.has(userName) ?? false,
});
