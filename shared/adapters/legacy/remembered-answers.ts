/**
 * Remembers for a short time what the legacy system said of keys, so that it is not asked at every
 * request. Per running function. The keys themselves are not kept, only their HMAC under a key that the
 * process made for itself. That no answer came is never remembered.
 */
import { createHmac, randomBytes } from "node:crypto";
import type { Clock } from "../../ports/index.js";
import type { LegacyApiKeyAnswer, LegacyApiKeys } from "../../ports/legacy-api-keys.js";

/** A key that the legacy system revokes is refused here after this long. */
const VALID_MS = 60_000;
const REFUSED_MS = 30_000;
const MOST_OF_EACH = 1_000;

type Validate = Pick<LegacyApiKeys, "validate">;

export const withRememberedAnswers = (keys: Validate, clock: Clock): Validate => {
  const secret = randomBytes(32);
  const nameOf = (key: string) => createHmac("sha256", secret).update(key).digest("base64url");
  // Apart, so that a flood of wrong keys does not drive out the good ones.
  const valid = recent(MOST_OF_EACH);
  const refused = recent(MOST_OF_EACH);
  const underWay = new Map<string, Promise<LegacyApiKeyAnswer>>();

  const ask = async (name: string, key: string): Promise<LegacyApiKeyAnswer> => {
    const asked = clock.now().getTime();
    const answer = await keys.validate(key);
    if (answer.kind === "valid") valid.keep(name, answer, asked + VALID_MS);
    if (answer.kind === "refused") refused.keep(name, answer, asked + REFUSED_MS);
    return answer;
  };

  return {
    validate: async (key) => {
      const name = nameOf(key);
      const now = clock.now().getTime();
      const known = valid.at(name, now) ?? refused.at(name, now) ?? underWay.get(name);
      if (known !== undefined) return known;
      const asking = ask(name, key).finally(() => underWay.delete(name));
      underWay.set(name, asking);
      return asking;
    },
  };
};

/** The newest answers, so many of them. */
const recent = (most: number) => {
  const kept = new Map<string, { readonly answer: LegacyApiKeyAnswer; readonly until: number }>();
  return {
    at: (name: string, now: number): LegacyApiKeyAnswer | undefined => {
      const found = kept.get(name);
      return found !== undefined && found.until > now ? found.answer : undefined;
    },
    keep: (name: string, answer: LegacyApiKeyAnswer, until: number): void => {
      kept.delete(name);
      kept.set(name, { answer, until });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
};
