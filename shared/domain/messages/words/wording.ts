/**
 * The texts of one language. `{brand}`, `{time}`, `{support}`, `{code}`, `{link}`, `{username}`, `{password}`
 * and `{token}` are placeholders. Subjects and introductions hold no secret, because locked screens show
 * them.
 */
import type { MessageKind } from "../message.js";

export type Wording = {
  readonly kinds: Readonly<
    Record<
      MessageKind,
      { readonly subject: string; readonly heading: string; readonly intro: string; readonly sms: string }
    >
  >;
  /** How long a code or link is valid; `{time}` is like "10 minutes". */
  readonly validFor: string;
  /** Below every message that an attacker may have requested in the user's name. */
  readonly ignore: string;
  readonly neverShare: string;
  readonly support: string;
  /** An SMS for a user who keeps the current password. */
  readonly invitationWithoutPassword: string;
  readonly labels: Readonly<
    Record<
      | "code"
      | "username"
      | "password"
      | "signIn"
      | "time"
      | "place"
      | "device"
      | "address"
      | "provider"
      | "account"
      | "invitation"
      | "itWasMe"
      | "itWasNotMe",
      string
    >
  >;
};
