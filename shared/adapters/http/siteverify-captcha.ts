/**
 * A captcha service that speaks `siteverify`: Cloudflare Turnstile, or Google reCAPTCHA v2 and v3.
 * https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 * https://developers.google.com/recaptcha/docs/verify
 */
import * as z from "zod/mini";
import type { Deadline, Secrets } from "../../ports/index.js";
import type { Captcha } from "../../ports/sign-up.js";
import { httpClient, parsedJson } from "./http-client.js";

export type CaptchaSettings = {
  /** The whole address of `siteverify`. */
  readonly url: string;
  /** Name of the secret that holds the site's secret key. */
  readonly secret: string;
};

const LIMIT_MS = 1500;
/** What has to be left for the rest of the sign-up when the answer is there. */
const RESERVE_MS = 1500;
const MAX_BODY_BYTES = 16 * 1024;
/** As long as Cognito takes a value of ValidationData. */
const MAX_TOKEN_LENGTH = 2048;
/** reCAPTCHA v3 answers how likely a person is, from 0 to 1; its documentation begins with this value. */
const LOWEST_SCORE = 0.5;
/** These say that we, or the service, are at fault, and not whoever sent the token. */
const OUR_FAULT: ReadonlySet<string> = new Set([
  "missing-input-secret",
  "invalid-input-secret",
  "bad-request",
  "internal-error",
]);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const verdict = z.looseObject({
  success: z.boolean(),
  score: z.optional(z.nullable(z.number())),
  "error-codes": z.catch(z.array(z.string()), []),
});

export const siteverifyCaptcha = (
  settings: CaptchaSettings,
  secrets: Secrets,
  deadline: Deadline,
  call = httpClient(),
): Captcha => ({
  verify: async (token, attempt) => {
    if (token === undefined || token === "" || token.length > MAX_TOKEN_LENGTH) return "refused";
    try {
      const secret = await secrets.value(settings.secret);
      const allowedMs = Math.min(LIMIT_MS, deadline.remainingMs() - RESERVE_MS);
      if (allowedMs <= 0) return "unavailable";
      const fields = { secret: secret.reveal(), response: token };
      // Turnstile answers a repeated question with the same key as it answered the first; reCAPTCHA ignores it.
      const form = new URLSearchParams(UUID.test(attempt) ? { ...fields, idempotency_key: attempt } : fields);
      const answer = await call({
        method: "POST",
        address: new URL(settings.url),
        headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
        body: form.toString(),
        timeoutMs: allowedMs,
        maxBytes: MAX_BODY_BYTES,
        signal: deadline.signal(),
      });
      return judged(answer.kind === "answer" ? parsedJson(answer.body) : undefined);
    } catch {
      return "unavailable";
    }
  },
});

const judged = (answer: unknown): Awaited<ReturnType<Captcha["verify"]>> => {
  const parsed = z.safeParse(verdict, answer);
  if (!parsed.success) return "unavailable";
  const { success, score, "error-codes": codes } = parsed.data;
  if (success) return (score ?? 1) >= LOWEST_SCORE ? "passed" : "refused";
  return codes.some((code) => OUR_FAULT.has(code)) ? "unavailable" : "refused";
};

/** For a stage that asks nobody. */
export const noCaptcha = (): Captcha => ({ verify: async () => "passed" });
