/** A captcha and a list of disposable domains, in memory. */
import type { Captcha, DisposableDomains } from "../ports/sign-up.js";

export type MemoryCaptcha = Captcha & {
  /** The answer to every call. */
  answer: Awaited<ReturnType<Captcha["verify"]>>;
  /** The received tokens, in order. */
  readonly tokens: (string | undefined)[];
};

export const memoryCaptcha = (): MemoryCaptcha => {
  const captcha: MemoryCaptcha = {
    answer: "passed",
    tokens: [],
    verify: async (token) => {
      captcha.tokens.push(token);
      return captcha.answer;
    },
  };
  return captcha;
};

export const memoryDisposableDomains = (): DisposableDomains => ({
  includes: (domain) => domain === "mailinator.com" || domain.endsWith(".mailinator.com"),
});
