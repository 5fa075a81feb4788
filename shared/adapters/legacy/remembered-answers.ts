/**
 * Caches the legacy system's answers about API keys for a short time, per function instance. The keys are not
 * stored, only their HMAC under a random key of the process. An unavailable system is never cached.
 */
import { createHmac, randomBytes } from "node:crypto";
import type { Clock } from "../../ports/index.js";
import type { LegacyApiKeyAnswer, LegacyApiKeys } from "../../ports/legacy-api-keys.js";
import { expiringMap } from "../node/expiring-map.js";

/** A key that the legacy system revokes is refused here after this time at the latest. */
const VALID_MS = 60_000;
const REFUSED_MS = 30_000;
const MOST_OF_EACH = 1_000;

type Validate = Pick<LegacyApiKeys, "validate">;

export const withRememberedAnswers = (keys: Validate, clock: Clock): Validate => {
  const secret = randomBytes(32);
  const nameOf = (key: string) => createHmac("sha256", secret).update(key).digest("base64url");
  // Separate maps, so that a flood of invalid keys does not evict the valid ones.
  const valid = expiringMap<LegacyApiKeyAnswer>(MOST_OF_EACH);
  const refused = expiringMap<LegacyApiKeyAnswer>(MOST_OF_EACH);
  const underWay = new Map<string, Promise<LegacyApiKeyAnswer>>();

  const ask = async (name: string, key: string): Promise<LegacyApiKeyAnswer> => {
    const asked = clock.now().getTime();
    const answer = await keys.validate(key);
    if (answer.kind === "valid") valid.set(name, answer, asked + VALID_MS);
    if (answer.kind === "refused") refused.set(name, answer, asked + REFUSED_MS);
    return answer;
  };

  return {
    validate: async (key) => {
      const name = nameOf(key);
      const now = clock.now().getTime();
      const known = valid.get(name, now) ?? refused.get(name, now) ?? underWay.get(name);
      if (known !== undefined) return known;
      const asking = ask(name, key).finally(() => underWay.delete(name));
      underWay.set(name, asking);
      return asking;
    },
  };
};
