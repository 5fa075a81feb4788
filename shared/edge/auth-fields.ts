/** Fields of the requests to the public auth endpoints. */
import * as z from "zod/mini";
import { codeField } from "./code-field.js";
import { emailField as email } from "./email-field.js";

export const passwordField = z.string().check(z.minLength(1), z.maxLength(256)); // Cognito's maximum

export const emailFields = z.object({ email });
export const signInFields = z.object({ email, password: passwordField });
/** With the pool's code, which confirms an address or a new password. */
export const confirmFields = z.object({ email, code: codeField(4), password: passwordField });
