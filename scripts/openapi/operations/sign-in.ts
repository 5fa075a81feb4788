import { signInFields, stepFields } from "../../../shared/edge/auth-fields.js";
import {
  proofCodeFields,
  proofLinkFields,
  startFields,
  stepUpFields,
} from "../../../shared/edge/challenge-fields.js";
import { SESSION_OR_STEP, SESSIONS } from "../examples.js";
import { type Guard, SELF_CHECKED_USER, type Tag } from "../operation.js";
import { codeSent, linkSent, session, sessionOrStep, stepUpDone, stepUpSent } from "../schemas/sign-in.js";

const email = "ada@example.com";
const delivery = { medium: "EMAIL", destination: "a***@e***" };
const SIGNED_IN = {
  200: {
    description: "A session, in a cookie or with all its tokens.",
    schema: session,
    examples: SESSIONS,
    setsCookie: true,
  },
} as const;
const SIGNED_IN_OR_STEP = {
  200: {
    description: "A session, in a cookie or with all its tokens; or the step that comes next.",
    schema: sessionOrStep,
    examples: SESSION_OR_STEP,
    setsCookie: true,
  },
} as const;

/** A session in a cookie is for pages of the site alone. */
const MAYBE_FROM_SITE: Guard = { own: [["originProof"], []] };

export const SIGN_IN: Tag = {
  name: "Sign-in",
  description: "With a password, a mailed code or a mailed link; and step-up before a sensitive act.",
  operations: {
    "POST /api/account/signin": {
      id: "signIn",
      summary: "Sign in with address and password",
      description:
        "Migrates a user of the legacy system. Every failure has the same answer and takes the same time, whether or not the address has a user. A browser that signed up with the address within a day gets `user_not_confirmed` instead. While the legacy system is down, every failure is a 503.",
      guard: MAYBE_FROM_SITE,
      body: {
        schema: signInFields,
        example: { email, password: "Legacy-Pass-1!", session: "cookie", remember: true },
      },
      answers: SIGNED_IN_OR_STEP,
      errors: [
        "cross_site",
        "invalid_credentials",
        "password_reset_required",
        "too_many_requests",
        "user_not_confirmed",
      ],
    },
    "POST /api/account/challenge": {
      id: "answerChallenge",
      summary: "Answer the step that a sign-in asked for",
      description:
        "A wrong answer leaves the sign-in where it is. The fifth, and ten minutes, end it with `session_expired`.",
      guard: { own: [["stepCookie", "originProof"], []] },
      body: { schema: stepFields, example: { code: "123456" } },
      answers: SIGNED_IN_OR_STEP,
      errors: ["cross_site", "invalid_code", "session_expired", "too_many_requests", "weak_password"],
    },
    "POST /api/account/signin/code": {
      id: "startCodeSignIn",
      summary: "Mail a sign-in code",
      description: "The response and its duration do not reveal whether the address has a user.",
      guard: MAYBE_FROM_SITE,
      body: { schema: startFields, example: { email, language: "en" } },
      answers: {
        202: {
          description: "If the address has a user, a code was sent. The cookie binds it to this browser.",
          schema: codeSent,
          example: { status: "code_sent", delivery },
          setsCookie: true,
        },
      },
      errors: ["cross_site", "too_many_requests"],
    },
    "POST /api/account/signin/code/verify": {
      id: "verifyCodeSignIn",
      summary: "Sign in with the mailed code",
      description: "In the browser that requested it. Three attempts, for ten minutes.",
      guard: { own: [["challengeCookie"]] },
      body: { schema: proofCodeFields, example: { code: "12345678" } },
      answers: SIGNED_IN,
      errors: ["invalid_code", "too_many_requests"],
    },
    "POST /api/account/signin/link": {
      id: "startLinkSignIn",
      summary: "Mail a sign-in link",
      description: "The response and its duration do not reveal whether the address has a user.",
      guard: MAYBE_FROM_SITE,
      body: { schema: startFields, example: { email, language: "en" } },
      answers: {
        202: {
          description: "If the address has a user, a link was sent. The cookie binds it to this browser.",
          schema: linkSent,
          example: { status: "link_sent", delivery },
          setsCookie: true,
        },
      },
      errors: ["cross_site", "too_many_requests"],
    },
    "POST /api/account/signin/link/verify": {
      id: "verifyLinkSignIn",
      summary: "Sign in with the token of the mailed link",
      description: "In the browser that requested it. Three attempts, for ten minutes.",
      guard: { own: [["challengeCookie"]] },
      body: {
        schema: proofLinkFields,
        example: { token: "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0e1f" },
      },
      answers: SIGNED_IN,
      errors: ["invalid_code", "too_many_requests"],
    },
    "POST /api/account/step-up": {
      id: "startStepUp",
      summary: "Mail a step-up code",
      description: "To the user of the token or the cookie, before a sensitive act.",
      guard: SELF_CHECKED_USER,
      body: { schema: stepUpFields, example: { purpose: "api-keys", account_id: "acct_northwind" } },
      answers: {
        202: {
          description: "A code was sent. The cookie binds it to this browser.",
          schema: stepUpSent,
          example: { status: "code_sent" },
          setsCookie: true,
        },
      },
      errors: ["cross_site", "forbidden", "session_expired", "too_many_requests"],
    },
    "POST /api/account/step-up/verify": {
      id: "verifyStepUp",
      summary: "Confirm the step-up code",
      description: "Allows one act of this purpose in this account and session.",
      guard: {
        own: [
          ["accessToken", "challengeCookie"],
          ["sessionCookie", "originProof", "challengeCookie"],
        ],
      },
      body: { schema: proofCodeFields, example: { code: "12345678" } },
      answers: {
        200: {
          description: "Confirmed.",
          schema: stepUpDone,
          example: {
            status: "confirmed",
            purpose: "api-keys",
            account_id: "acct_northwind",
            expires_in: 300,
          },
        },
      },
      errors: ["cross_site", "invalid_code", "session_expired"],
    },
  },
};
