/**
 * The words of one language. `{brand}`, `{time}`, `{support}`, `{code}`, `{link}`, `{username}`,
 * `{password}` and `{token}` stand for values. Subjects and introductions hold no secret: they show on locked screens.
 */
import type { MessageKind } from "../message.js";

export type Wording = {
  readonly kinds: Readonly<
    Record<
      MessageKind,
      { readonly subject: string; readonly heading: string; readonly intro: string; readonly sms: string }
    >
  >;
  /** How long a code or link works; `{time}` is like "10 minutes". */
  readonly validFor: string;
  /** Under everything that a stranger may have asked for in somebody's name. */
  readonly ignore: string;
  readonly neverShare: string;
  readonly support: string;
  /** In a text message, in place of a password that the person has already. */
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
