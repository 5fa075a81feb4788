/** One sample of every message that the product can send, with realistic values. */
import type { CodeKind, MessageContent, MessageKind } from "../../shared/domain/messages/message.js";

const codeMessage = (kind: CodeKind): MessageContent => ({
  kind,
  values: { code: "12345678", validMinutes: 1440 },
});
const SIGN_IN = {
  time: "2025-01-01 10:00 UTC",
  place: "Utrecht, NL",
  device: "Firefox on Linux",
  address: "192.0.2.7",
};

const OF_EVERY_KIND: Readonly<Record<MessageKind, MessageContent>> = {
  sign_up: codeMessage("sign_up"),
  resend_code: codeMessage("resend_code"),
  forgot_password: codeMessage("forgot_password"),
  change_attribute: codeMessage("change_attribute"),
  verify_attribute: codeMessage("verify_attribute"),
  sign_in_code: codeMessage("sign_in_code"),
  step_up_code: codeMessage("step_up_code"),
  sign_in_link: {
    kind: "sign_in_link",
    values: { link: "https://example.com/s/Zk3xv9Qm2Lp7", validMinutes: 10 },
  },
  invitation: {
    kind: "invitation",
    values: { username: "ada.lovelace@example.com", password: "Tmp-2h<x>&9'", validMinutes: 10_080 },
  },
  account_invitation: {
    kind: "account_invitation",
    values: {
      account: "Northwind Traders",
      token: "invite_0123456789abcdef0123456789abcdef",
      validMinutes: 10_080,
    },
  },
  suspicious_sign_in: {
    kind: "suspicious_sign_in",
    values: {
      ...SIGN_IN,
      linkIfMine: "https://example.com/mine",
      linkIfNotMine: "https://example.com/not-mine",
    },
  },
  sign_in_instead: { kind: "sign_in_instead", values: {} },
  account_exists: { kind: "account_exists", values: {} },
  new_sign_in: { kind: "new_sign_in", values: SIGN_IN },
  email_changed: { kind: "email_changed", values: {} },
  identity_linked: { kind: "identity_linked", values: { provider: "Google" } },
};

export const SAMPLE_MESSAGES: Readonly<Record<string, MessageContent>> = {
  ...OF_EVERY_KIND,
  invitation_without_password: { kind: "invitation", values: { username: "ada.lovelace@example.com" } },
};
