/** Fields of the requests and responses of a sign-in by mailed code or link, and of step-up. */
import * as z from "zod/mini";
import { PROOF_LIFETIME_SECONDS } from "../domain/challenge/challenge.js";
import { PURPOSE } from "../domain/challenge/one-time-ticket.js";
import { keepingFields } from "./auth-fields.js";
import { codeField } from "./code-field.js";
import { emailField as email } from "./email-field.js";
import { CHALLENGE_COOKIE } from "./host-cookie.js";
import type { HttpRequest } from "./http-endpoint.js";
import { languageField as language } from "./language-field.js";
import { idField } from "./text-fields.js";

const MAX_HANDLE_LENGTH = 64;

export const purposeField = z.string().check(z.regex(PURPOSE));
export const startFields = z.object({ email, language, ...keepingFields });
export const stepUpFields = z.pipe(
  z.object({
    purpose: purposeField,
    account_id: z.optional(idField),
    language,
  }),
  z.transform(({ account_id: systemAccountId, ...wish }) => ({ ...wish, systemAccountId })),
);
export const proofCodeFields = z.object({ code: codeField(6) });
export const proofLinkFields = z.object({ token: z.string().check(z.regex(/^[A-Za-z0-9._-]{40,200}$/)) });

/** The cookie with the handle of the pending sign-in. It lives as long as the code or the link. */
export const handleCookie = ({ handle }: { readonly handle: string }): readonly string[] => [
  CHALLENGE_COOKIE.set(handle, PROOF_LIFETIME_SECONDS),
];

/** Undefined without a cookie, and for a value that no handle has. */
export const handleOf = ({ cookies }: HttpRequest): string | undefined => {
  const handle = CHALLENGE_COOKIE.from(cookies);
  return handle === undefined || handle.length > MAX_HANDLE_LENGTH ? undefined : handle;
};

export const stepUpBody = (done: {
  readonly purpose: string;
  readonly systemAccountId: string | undefined;
  readonly expiresInSeconds: number;
}) => ({
  status: "confirmed",
  purpose: done.purpose,
  account_id: done.systemAccountId ?? null,
  expires_in: done.expiresInSeconds,
});
