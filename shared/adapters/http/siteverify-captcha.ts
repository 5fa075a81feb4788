/**
 * A captcha service with a `siteverify` endpoint: Cloudflare Turnstile, or Google reCAPTCHA v2 and v3.
 * https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 * https://developers.google.com/recaptcha/docs/verify
 */
import * as z from "zod/mini";
import type { Deadline, Secrets } from "../../ports/index.js";
import type { Captcha } from "../../ports/sign-up.js";
import { httpClient, parsedJson } from "./http-client.js";

export type CaptchaSettings = {
  /** The full URL of `siteverify`. */
  readonly url: string;
  /** The name of the secret that holds the site's secret key. */
  readonly secret: string;
};

const LIMIT_MS = 1500;
/** Time that must remain for the rest of the sign-up after the response. */
const RESERVE_MS = 1500;
const MAX_BODY_BYTES = 16 * 1024;
/** Cognito's maximum length of a ValidationData value. */
const MAX_TOKEN_LENGTH = 2048;
/**
 * reCAPTCHA v3 returns a score from 0 (bot) to 1 (human). Its documentation recommends this threshold as a
 * start.
 */
const LOWEST_SCORE = 0.5;
/** Errors of the product or of the service, not of the caller who sent the token. */
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
      // Turnstile returns the first result again for a repeated idempotency key. reCAPTCHA ignores the key.
      const form = new URLSearchParams(UUID.test(attempt) ? { ...fields, idempotency_key: attempt } : fields);
      const response = await call({
        method: "POST",
        address: new URL(settings.url),
        headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" },
        body: form.toString(),
        timeoutMs: allowedMs,
        maxBytes: MAX_BODY_BYTES,
        signal: deadline.signal(),
      });
      return judged(response.kind === "response" ? parsedJson(response.body) : undefined);
    } catch {
      return "unavailable";
    }
  },
});

const judged = (body: unknown): Awaited<ReturnType<Captcha["verify"]>> => {
  const parsed = z.safeParse(verdict, body);
  if (!parsed.success) return "unavailable";
  const { success, score, "error-codes": codes } = parsed.data;
  if (success) return (score ?? 1) >= LOWEST_SCORE ? "passed" : "refused";
  return codes.some((code) => OUR_FAULT.has(code)) ? "unavailable" : "refused";
};

/** For a stage without a captcha service. */
export const noCaptcha = (): Captcha => ({ verify: async () => "passed" });
