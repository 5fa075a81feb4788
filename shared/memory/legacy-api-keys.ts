/** Legacy API keys in memory, with an outage that a test can switch on. A key's text is its claim. */
import { type LegacyClaim, legacyClaim } from "../domain/api-key/legacy-api-key.js";
import type {
  LegacyApiKeyAnswer,
  LegacyApiKeys,
  LegacyApiKeyUse,
  LegacyApiKeyUses,
} from "../ports/legacy-api-keys.js";
import type { MemoryAudit } from "./audit.js";

/** A key, and the legacy system's claim about it. */
export type SeedLegacyApiKey = { readonly text: string; readonly claim: LegacyClaim };

export type MemoryLegacyApiKeys = LegacyApiKeys & {
  /** While set, every call returns this answer. */
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
