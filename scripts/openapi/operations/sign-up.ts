import { confirmFields, emailFields } from "../../../shared/edge/auth-fields.js";
import { registrationFields } from "../../../shared/edge/registration-fields.js";
import type { Tag } from "../operation.js";
import { confirmationRequired, confirmed, passwordReset, resetRequested } from "../schemas/sign-in.js";

const email = "ada@example.com";
const password = "Correct-Horse-9";
const delivery = { medium: "EMAIL", destination: "a***@e***" };
const codeSent = { status: "confirmation_required", delivery };
const codeAndPassword = { schema: confirmFields, example: { email, code: "123456", password } };

export const SIGN_UP: Tag = {
  name: "Sign-up and passwords",
  description: "No response reveals whether an address belongs to a user.",
  operations: {
    "POST /api/account/signup": {
      id: "signUp",
      summary: "Register a user",
      description:
        "The response does not reveal whether the address is in use. Its owner gets a mail: a code, or the news that somebody used the address.",
      guard: "public",
      body: {
        schema: registrationFields,
        example: { email, password, name: "Ada Lovelace", language: "en" },
      },
      answers: {
        200: {
          description: "The token of an invitation confirmed the address.",
          schema: confirmed,
          example: { status: "confirmed" },
        },
        202: {
          description: "If the address can be registered, a code was sent to it.",
          schema: confirmationRequired,
          example: codeSent,
          setsCookie: true,
        },
      },
      errors: [
        "captcha_failed",
        "invitation_required",
        "sign_up_refused",
        "too_many_requests",
        "weak_password",
      ],
    },
    "POST /api/account/confirm": {
      id: "confirmSignUp",
      summary: "Confirm an address with the mailed code",
      description: "The password of this request becomes the valid one. It is checked before the code.",
      guard: "public",
      body: codeAndPassword,
      answers: {
        200: {
          description: "The address is confirmed, and the password is set.",
          schema: confirmed,
          example: { status: "confirmed" },
          setsCookie: true,
        },
      },
      errors: ["invalid_code", "too_many_requests", "weak_password"],
    },
    "POST /api/account/resend": {
      id: "resendCode",
      summary: "Send another code to an unconfirmed user",
      description: "The response does not reveal whether there is one.",
      guard: "public",
      body: { schema: emailFields, example: { email } },
      answers: {
        202: {
          description: "If the address waits for its confirmation, a code was sent to it.",
          schema: confirmationRequired,
          example: codeSent,
        },
      },
      errors: ["too_many_requests"],
    },
    "POST /api/account/forgot": {
      id: "forgotPassword",
      summary: "Mail a code for a new password",
      description: "The response and its duration are the same for every address.",
      guard: "public",
      body: { schema: emailFields, example: { email } },
      answers: {
        202: {
          description: "If the address has a user, a code was sent to it. At most three an hour.",
          schema: resetRequested,
          example: { status: "reset_requested", delivery },
        },
      },
      errors: ["too_many_requests"],
    },
    "POST /api/account/reset": {
      id: "resetPassword",
      summary: "Set a new password with the mailed code",
      description: "Ends all sessions of the user, on every pool user.",
      guard: "public",
      body: codeAndPassword,
      answers: {
        200: {
          description: "The password is changed, and the cookie of a session is cleared.",
          schema: passwordReset,
          example: { status: "password_reset" },
          setsCookie: true,
        },
      },
      errors: ["invalid_code", "too_many_requests", "weak_password"],
    },
  },
};
