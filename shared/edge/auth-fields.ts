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
/** The refresh token of a session whose tokens the application holds. */
export const heldFields = z.object({
  refresh_token: z.optional(z.string().check(z.minLength(1), z.maxLength(8192))),
});
/** With the pool's code, which confirms an address or a new password. */
export const confirmFields = z.object({ email, code: codeField(4), password: passwordField });
