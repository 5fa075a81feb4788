/**
 * How a key is kept: SHA-256 of all of it. A secret of 178 random bits needs no slow hash, because
 * nobody can try enough of them; and no keyed one, whose key would have to be read before every first
 * request of a function, and could not be changed without ending every API key.
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
