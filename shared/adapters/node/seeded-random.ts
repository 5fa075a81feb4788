/**
 * Random values that follow from a seed: HMAC-SHA-256 of a counter, under the seed. Without the seed they are as
 * unguessable as values of the operating system's random source.
 */
import { createHmac } from "node:crypto";
import type { SeededRandom } from "../../ports/random.js";
import { base62From } from "./api-key-texts.js";

export const seededRandom: SeededRandom = {
  from: (seed) => {
    let drawn = 0;
    const block = (): Buffer => {
      drawn += 1;
      return createHmac("sha256", seed).update(`identity-lifecycle/seeded/${drawn}`).digest();
    };
    return {
      id: (prefix) => `${prefix}_${block().toString("hex").slice(0, 32)}`,
      token: () => block().toString("base64url"),
      base62: (length) => base62From(block, length),
    };
  },
};
