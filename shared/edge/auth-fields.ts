/** Fields of the requests to the public auth endpoints. */
import * as z from "zod/mini";
import { codeField } from "./code-field.js";
import { emailField as email } from "./email-field.js";

export const passwordField = z.string().check(z.minLength(1), z.maxLength(256)); // Cognito's maximum

export const emailFields = z.object({ email });
/** How the new session is kept. */
export const keepingFields = {
  session: z.optional(z.enum(["cookie", "token"])),
  remember: z.optional(z.boolean()),
};
export const signInFields = z.object({ email, password: passwordField, ...keepingFields });
/** The answer to a step of a sign-in, by what the step asks for. */
export const stepFields = z.object({
  challenge_token: z.optional(z.string().check(z.regex(/^[\w-]{43}$/))),
  code: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
  new_password: z.optional(passwordField),
  factor: z.optional(z.string().check(z.maxLength(32))),
});
/** The refresh token of a session whose tokens the application holds. */
export const heldFields = z.object({
  refresh_token: z.optional(z.string().check(z.minLength(1), z.maxLength(8192))),
});
/** With the pool's code, which confirms an address or a new password. */
export const confirmFields = z.object({ email, code: codeField(4), password: passwordField });
