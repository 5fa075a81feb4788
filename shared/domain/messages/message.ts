/** What is said to a person in an e-mail or a text message, before it is put into words. */
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
  /** How long the code or link works; not said when absent. */
  readonly validMinutes?: number | undefined;
};

/** A kind with the values that its words need. Values may come from anybody: they are escaped where they are shown. */
export type MessageContent =
  | { readonly kind: CodeKind; readonly values: Lifetime & { readonly code: string } }
  | {
      readonly kind: "sign_in_link";
      /** An absolute https address, or http on this machine. Short enough for a text message if sent by one. */
      readonly values: Lifetime & { readonly link: string };
    }
  | {
      readonly kind: "invitation";
      /** No password: the person keeps the one they have. */
      readonly values: Lifetime & { readonly username: string; readonly password?: string | undefined };
    }
  | {
      readonly kind: "account_invitation";
      /** The token proves that the mail was read. */
      readonly values: Lifetime & { readonly account: string; readonly token: string };
    }
  | {
      readonly kind: "suspicious_sign_in";
      readonly values: {
        readonly time?: string | undefined;
        readonly place?: string | undefined;
        readonly device?: string | undefined;
        readonly address?: string | undefined;
        /** Where the person says that it was they, or was not; https only. */
        readonly linkIfMine?: string | undefined;
        readonly linkIfNotMine?: string | undefined;
      };
    }
  /** A stranger, or the owner who forgot, signed up with the address of an account: to its owner only. */
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
  | { readonly kind: "identity_linked"; readonly values: { readonly provider: string } };

/** Who speaks. From the stage's settings, so it is trusted; escaped all the same. */
export type Brand = {
  /** At most 32 characters, so that every text message fits. */
  readonly name: string;
  readonly supportAddress: string;
  /** Where people sign in: an absolute https address, or http on this machine. */
  readonly linkBase: string;
};

export type MessageRequest = MessageContent & { readonly language: Language; readonly brand: Brand };

export type RenderedMessage = {
  readonly subject: string;
  readonly html: string;
  /** Says the same as `html`. */
  readonly text: string;
  readonly sms: string;
};
