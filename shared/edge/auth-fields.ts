/** Fields of the requests to the public auth endpoints. */
import * as z from "zod/mini";
import { codeField } from "./code-field.js";
import { emailField as email } from "./email-field.js";
import { languageField as language } from "./wanted-languages.js";

const password = z.string().check(z.minLength(1), z.maxLength(256)); // Cognito's maximum
const proof = z.optional(z.string().check(z.minLength(1), z.maxLength(2048))); // Cognito's maximum

export const registrationFields = z.pipe(
  z.object({
    email,
    password,
    name: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
    language,
    captcha_token: proof,
    invitation_token: proof,
  }),
  z.transform(({ captcha_token: captchaToken, invitation_token: invitationToken, ...user }) => ({
    ...user,
    captchaToken,
    invitationToken,
  })),
);
export const emailFields = z.object({ email });
export const signInFields = z.object({ email, password });
/** With the pool's code, which confirms an address or a new password. */
export const confirmFields = z.object({ email, code: codeField(4), password });
