/**
 * Why Cognito sends a message, and how long its code or password is valid. Lifetimes of codes are documented
 * by Cognito. Those of passwords and sign-in codes are declared in resources/user-pool.yml.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
import type { MessageKind } from "./message.js";

const HOUR = 60;
const DAY = 24 * HOUR;

const OCCASIONS = {
  SignUp: { kind: "sign_up", validMinutes: DAY },
  ResendCode: { kind: "resend_code", validMinutes: DAY },
  ForgotPassword: { kind: "forgot_password", validMinutes: HOUR },
  UpdateUserAttribute: { kind: "change_attribute", validMinutes: DAY },
  VerifyUserAttribute: { kind: "verify_attribute", validMinutes: DAY },
  Authentication: { kind: "sign_in_code", validMinutes: 3 },
  AdminCreateUser: { kind: "invitation", validMinutes: 7 * DAY },
  AccountTakeOverNotification: { kind: "suspicious_sign_in", validMinutes: 0 },
} as const satisfies Record<string, { kind: MessageKind; validMinutes: number }>;

/** The second half of a trigger source, as in `CustomMessage_SignUp`. */
export type Occasion = keyof typeof OCCASIONS;

/** Occasions of every message trigger. Notices about attacks reach the e-mail sender only. */
export const CODE_OCCASIONS = (Object.keys(OCCASIONS) as Occasion[]).filter(
  (occasion) => occasion !== "AccountTakeOverNotification",
);
export const EMAIL_OCCASIONS: readonly Occasion[] = [...CODE_OCCASIONS, "AccountTakeOverNotification"];

export const factsOfOccasion = (occasion: Occasion) => OCCASIONS[occasion];
