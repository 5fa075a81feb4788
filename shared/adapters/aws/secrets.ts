/** Secrets by name, cached for a limited time, and the pseudonyms that are derived from one of them. */
import { createHmac } from "node:crypto";
import { AuthError } from "../../domain/errors.js";
import { Secret } from "../../domain/secret.js";
import type { Clock, Pseudonyms, Secrets } from "../../ports/index.js";
import { expiringMap } from "../node/expiring-map.js";
import type { NamedValue } from "./named-values.js";
import { orUnavailable } from "./unavailable.js";

const CACHE_MS = 5 * 60_000;
/** More than the number of secrets in a stage. */
const MOST_CACHED = 50;

/** A rotated secret is used within five minutes. Concurrent callers share one request. */
export const awsSecrets = (read: NamedValue, clock: Clock): Secrets => {
  const cache = expiringMap<Promise<Secret>>(MOST_CACHED);
  return {
    value: async (name) => {
      const now = clock.now().getTime();
      const cached = cache.get(name, now);
      if (cached) return cached;
      const reading = readSecret(read, name);
      cache.set(name, reading, now + CACHE_MS);
      try {
        return await reading;
      } catch (error) {
        if (cache.get(name, now) === reading) cache.delete(name);
        throw error;
      }
    },
  };
};

const readSecret = async (read: NamedValue, name: string): Promise<Secret> => {
  const value = await orUnavailable(() => read(name));
  if (value === undefined || value === "") throw new AuthError("temporarily_unavailable");
  return new Secret(value);
};

/**
 * HMAC-SHA-256 with the stage's secret, truncated to 128 bits: equal texts have equal pseudonyms within a
 * stage only. The secret is fetched immediately, in parallel with the function's other initial calls.
 */
export const hmacPseudonyms = (secrets: Secrets, secretName: string): Pseudonyms => {
  // The failure is not lost: `of` requests the secret again and rejects with the error.
  secrets.value(secretName).catch(() => undefined);
  return {
    of: async (value) => {
      const key = await secrets.value(secretName);
      return createHmac("sha256", key.reveal()).update(value).digest("base64url").slice(0, 22);
    },
  };
};
