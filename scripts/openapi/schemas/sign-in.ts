/** Requests and responses of sign-up, sign-in and sessions. */
import * as z from "zod/mini";
import {
  confirmFields,
  emailFields,
  heldFields,
  signInFields,
  stepFields,
} from "../../../shared/edge/auth-fields.js";
import {
  proofCodeFields,
  proofLinkFields,
  purposeField,
  startFields,
  stepUpFields,
} from "../../../shared/edge/challenge-fields.js";
import { proofFields } from "../../../shared/edge/redirect-fields.js";
import { registrationFields } from "../../../shared/edge/registration-fields.js";
import { named } from "../named-schema.js";
import { NAME_KEYWORDS, TYPED_CODE } from "./fields.js";

named("SignUp", registrationFields, {
  properties: {
    name: NAME_KEYWORDS(200),
    captcha_token: "The token of Turnstile or reCAPTCHA, if the stage requires one.",
    invitation_token: "The token of an invitation to this address.",
  },
});
named("CodeAndPassword", confirmFields, { properties: { code: TYPED_CODE } });
named("Address", emailFields);
named("PasswordSignIn", signInFields);
named("StepAnswer", stepFields, {
  description: "The one field that the step asks for.",
  properties: {
    challenge_token: "From the challenge, in place of the cookie.",
    code: "Of an authenticator app or a message.",
    factor: "One of the factors of the challenge.",
  },
});
named("AddressProof", proofFields);
named("HeldRefreshToken", heldFields, {
  properties: { refresh_token: "Of a client that holds its tokens. In a browser: nothing." },
});
named("SignInStart", startFields);
named("MailedCode", proofCodeFields, { properties: { code: TYPED_CODE } });
named("LinkToken", proofLinkFields, { properties: { token: "The part of the link after the `#`." } });
named("StepUpStart", stepUpFields, {
  properties: { account_id: "The account of the act. Without it: the active account of the session." },
});

export const accountOfSession = named(
  "SessionAccount",
  z.strictObject({
    system_account_id: z.string(),
    visible_account_id: z.string(),
    cell_id: z.string(),
    role: z.string(),
  }),
  { description: "The account in which the session acts." },
);

const delivery = named("Delivery", z.strictObject({ medium: z.literal("EMAIL"), destination: z.string() }), {
  properties: { destination: "Masked: `a***@e***`." },
});

export const confirmationRequired = named(
  "ConfirmationRequired",
  z.strictObject({ status: z.literal("confirmation_required"), delivery }),
);
export const confirmed = named("Confirmed", z.strictObject({ status: z.literal("confirmed") }));
export const resetRequested = named(
  "ResetRequested",
  z.strictObject({ status: z.literal("reset_requested"), delivery }),
);
export const passwordReset = named("PasswordReset", z.strictObject({ status: z.literal("password_reset") }));
export const codeSent = named("CodeSent", z.strictObject({ status: z.literal("code_sent"), delivery }));
export const linkSent = named("LinkSent", z.strictObject({ status: z.literal("link_sent"), delivery }));
export const stepUpSent = named("StepUpSent", z.strictObject({ status: z.literal("code_sent") }));
export const stepUpDone = named(
  "StepUpDone",
  z.strictObject({
    status: z.literal("confirmed"),
    purpose: purposeField,
    account_id: z.nullable(z.string()),
    expires_in: z.int(),
  }),
  { properties: { account_id: "Null: no account.", expires_in: "In seconds." } },
);

const browserSession = named(
  "BrowserSession",
  z.strictObject({
    user_id: z.string(),
    email: z.string(),
    account: z.nullable(accountOfSession),
    remembered: z.boolean(),
    valid_until: z.iso.datetime(),
    idle_until: z.iso.datetime(),
    ends_at: z.iso.datetime(),
  }),
  {
    properties: {
      valid_until: "Then it must be refreshed before its next use.",
      idle_until: "Then it cannot be refreshed.",
      ends_at: "Then it ends in any case.",
    },
  },
);
const signedIn = named(
  "SignedIn",
  z.strictObject({ status: z.literal("signed_in"), session: browserSession }),
  { description: "A session in a cookie." },
);
const tokens = named(
  "Tokens",
  z.strictObject({
    status: z.literal("signed_in"),
    access_token: z.string(),
    id_token: z.string(),
    refresh_token: z.optional(z.string()),
    token_type: z.literal("Bearer"),
    expires_in: z.int(),
  }),
  {
    description: "A session whose tokens the client holds.",
    properties: { refresh_token: "Absent if the one before it stays valid.", expires_in: "In seconds." },
  },
);
const factor = z.enum(["totp", "sms_code", "email_code"]);
const challenge = named(
  "Challenge",
  z.strictObject({
    status: z.literal("challenge"),
    challenge: z.enum(["new_password", "totp", "sms_code", "email_code", "choose_factor", "custom"]),
    options: z.strictObject({
      destination: z.optional(z.string()),
      factors: z.optional(z.array(factor)),
    }),
    challenge_token: z.optional(z.string()),
  }),
  {
    description: "The step that the sign-in asks for next.",
    properties: { challenge_token: "For clients that hold tokens. Browsers have a cookie." },
  },
);
export const sessionOrStep = named("SessionOrStep", z.union([signedIn, tokens, challenge]));
export const session = named("Session", z.union([signedIn, tokens]));
const noSession = named("NoSession", z.strictObject({ status: z.enum(["refresh_due", "signed_out"]) }), {
  properties: { status: "`refresh_due`: signed in, but to be refreshed before the next use." },
});
export const sessionState = named("SessionState", z.union([signedIn, noSession]));
