/** Fields of the request to sign up. */
import * as z from "zod/mini";
import { passwordField as password } from "./auth-fields.js";
import { emailField as email } from "./email-field.js";
import { languageField as language } from "./language-field.js";
import { nameField } from "./text-fields.js";

const MOST_USER_NAME_CHARACTERS = 200;
const proof = z.optional(z.string().check(z.minLength(1), z.maxLength(2048))); // Cognito's maximum

export const registrationFields = z.pipe(
  z.object({
    email,
    password,
    name: z.optional(nameField(MOST_USER_NAME_CHARACTERS)),
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
