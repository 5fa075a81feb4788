/** API keys of a legacy system in memory, which can be told to be down. Here a key's text is what it says of itself. */
import { type LegacyClaim, legacyClaim } from "../../shared/domain/api-key/legacy-key.js";
import type {
  LegacyKeyAnswer,
  LegacyKeys,
  LegacyKeyUse,
  LegacyKeyUses,
} from "../../shared/ports/legacy-keys.js";
import type { MemoryAudit } from "./audit.js";

/** A key, and what the legacy system says of it. */
export type SeedLegacyKey = { readonly text: string; readonly claim: LegacyClaim };

export type MemoryLegacyKeys = LegacyKeys & {
  /** While set, every question gets this answer. */
  answer: LegacyKeyAnswer | undefined;
  calls: number;
};

export const memoryLegacyKeys = (seed: readonly SeedLegacyKey[] = []): MemoryLegacyKeys => {
  const keys: MemoryLegacyKeys = {
    answer: undefined,
    calls: 0,
    open: async (text) => legacyClaim(text),
    validate: async (text) => {
      keys.calls += 1;
      const found = seed.find((each) => each.text === text);
      return keys.answer ?? (found ? { kind: "valid", claim: found.claim } : { kind: "refused" });
    },
  };
  return keys;
};

export type MemoryLegacyKeyUses = LegacyKeyUses & { readonly noted: LegacyKeyUse[] };

export const memoryLegacyKeyUses = (audit: MemoryAudit): MemoryLegacyKeyUses => {
  const noted: LegacyKeyUse[] = [];
  return {
    noted,
    note: async (use, event) => {
      if (!audit.broken && audit.take(event)) noted.push(use);
    },
  };
};
