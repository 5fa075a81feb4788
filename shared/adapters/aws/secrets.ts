/** Secrets by name, cached for a while, and the pseudonyms that are made with one. */
import { createHmac } from "node:crypto";
import { AuthError } from "../../domain/errors.js";
import { Secret } from "../../domain/secret.js";
import type { Clock, Pseudonyms, Secrets } from "../../ports/index.js";
import { expiringMap } from "../node/expiring-map.js";
import type { NamedValue } from "./named-values.js";
import { orUnavailable } from "./unavailable.js";

const CACHE_MS = 5 * 60_000;
/** More than a stage has. */
const MOST_CACHED = 50;

/** A rotated secret is seen within five minutes. Who asks while it is on its way waits for the same answer. */
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
 * HMAC-SHA-256 under the stage's secret, 128 bits of it: the same text has the same pseudonym, and only here.
 * The secret is asked for at once, beside whatever else a function does first.
 */
export const hmacPseudonyms = (secrets: Secrets, secretName: string): Pseudonyms => {
  // Who needs a pseudonym asks again and hears of the failure.
  secrets.value(secretName).catch(() => undefined);
  return {
    of: async (value) => {
      const key = await secrets.value(secretName);
      return createHmac("sha256", key.reveal()).update(value).digest("base64url").slice(0, 22);
    },
  };
};
