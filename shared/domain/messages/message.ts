/** The content of an e-mail or text message, before it is rendered in a language. */
import type { Language } from "./language.js";

/** Messages that carry a code to type in. */
export const CODE_KINDS = [
  "sign_up",
  "resend_code",
  "forgot_password",
  "change_attribute",
  "verify_attribute",
  "sign_in_code",
  "step_up_code",
] as const;

export type CodeKind = (typeof CODE_KINDS)[number];
export type MessageKind = MessageContent["kind"];

type Lifetime = {
  /** Lifetime of the code or link; not shown if absent. */
  readonly validMinutes?: number | undefined;
};

/** A kind with the values that its text needs. Values are untrusted input and are escaped on output. */
export type MessageContent =
  | { readonly kind: CodeKind; readonly values: Lifetime & { readonly code: string } }
  | {
      readonly kind: "sign_in_link";
      /**
       * An absolute https address, or http on this machine. Short enough for a text message if sent by one.
       */
      readonly values: Lifetime & { readonly link: string };
    }
  | {
      readonly kind: "invitation";
      /** Without `password`, the user keeps the current one. */
      readonly values: Lifetime & { readonly username: string; readonly password?: string | undefined };
    }
  | {
      readonly kind: "account_invitation";
      /** The token proves that the user read the mail. */
      readonly values: Lifetime & { readonly account: string; readonly token: string };
    }
  | {
      readonly kind: "suspicious_sign_in";
      readonly values: {
        readonly time?: string | undefined;
        readonly place?: string | undefined;
        readonly device?: string | undefined;
        readonly address?: string | undefined;
        /** Links to confirm or deny the sign-in; https only. */
        readonly linkIfMine?: string | undefined;
        readonly linkIfNotMine?: string | undefined;
      };
    }
  /** Sent to the owner only, after a sign-up with the address of an existing user. */
  | { readonly kind: "sign_in_instead" | "account_exists"; readonly values: Readonly<Record<never, never>> }
  | {
      readonly kind: "new_sign_in";
      readonly values: {
        readonly time?: string | undefined;
        readonly place?: string | undefined;
        readonly device?: string | undefined;
        readonly address?: string | undefined;
      };
    }
  /** Sent to the old and the new address. */
  | { readonly kind: "email_changed"; readonly values: Readonly<Record<never, never>> }
  | { readonly kind: "identity_linked"; readonly values: { readonly provider: string } };

/** The sender, from the stage's settings. Trusted, and still escaped. */
export type Brand = {
  /** At most 32 characters, so that every text message fits. */
  readonly name: string;
  readonly supportAddress: string;
  /** The sign-in page: an absolute https address, or http on this machine. */
  readonly linkBase: string;
};

export type MessageRequest = MessageContent & { readonly language: Language; readonly brand: Brand };

export type RenderedMessage = {
  readonly subject: string;
  readonly html: string;
  /** Same content as `html`. */
  readonly text: string;
  readonly sms: string;
};
