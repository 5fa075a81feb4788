/** API keys of a legacy system in memory, which can be told to be down. Here a key's text is what it says of itself. */
import { type LegacyClaim, legacyClaim } from "../domain/api-key/legacy-api-key.js";
import type {
  LegacyApiKeyAnswer,
  LegacyApiKeys,
  LegacyApiKeyUse,
  LegacyApiKeyUses,
} from "../ports/legacy-api-keys.js";
import type { MemoryAudit } from "./audit.js";

/** A key, and what the legacy system says of it. */
export type SeedLegacyApiKey = { readonly text: string; readonly claim: LegacyClaim };

export type MemoryLegacyApiKeys = LegacyApiKeys & {
  /** While set, every question gets this answer. */
  answer: LegacyApiKeyAnswer | undefined;
  calls: number;
};

export const memoryLegacyApiKeys = (seed: readonly SeedLegacyApiKey[] = []): MemoryLegacyApiKeys => {
  const keys: MemoryLegacyApiKeys = {
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

export type MemoryLegacyApiKeyUses = LegacyApiKeyUses & { readonly noted: LegacyApiKeyUse[] };

export const memoryLegacyApiKeyUses = (audit: MemoryAudit): MemoryLegacyApiKeyUses => {
  const noted: LegacyApiKeyUse[] = [];
  return {
    noted,
    note: async (use, event) => {
      if (!audit.broken && audit.take(event)) noted.push(use);
    },
  };
};
