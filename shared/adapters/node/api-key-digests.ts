/**
 * API keys are stored as their SHA-256. A slow hash is unnecessary: a secret of 178 random bits cannot be
 * guessed. A keyed hash would need a secret at every cold start, and replacing that secret would invalidate
 * every API key.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiKeyDigests } from "../../ports/api-keys.js";

const LABEL = "identity-lifecycle/api-key/1\n";

export const apiKeyDigests: ApiKeyDigests = {
  of: (text) => createHash("sha256").update(LABEL).update(text).digest("base64url"),
  same: (one, other) => {
    const [left, right] = [Buffer.from(one), Buffer.from(other)];
    return left.length === right.length && timingSafeEqual(left, right);
  },
};
