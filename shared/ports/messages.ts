/** Delivery of messages to users. */
import type { Secret } from "../domain/secret.js";

export type OutgoingMessage =
  | {
      readonly channel: "email";
      readonly to: string;
      readonly subject: string;
      readonly html: string;
      readonly text: string;
    }
  | { readonly channel: "sms"; readonly to: string; readonly text: string };

/**
 * Sends one message to one address or number. Resolved means accepted, not delivered. Rejects with
 * `temporarily_unavailable` if the message was not accepted, or if that is unknown.
 */
export interface Messenger {
  send(message: OutgoingMessage): Promise<void>;
}

/** Decrypts codes that the user pool encrypted for its custom senders. */
export interface CodeDecrypter {
  /**
   * The code or temporary password in `ciphertext` (base64). Undefined if it was encrypted for another pool
   * or is not a valid ciphertext. Rejects if the key is unavailable.
   */
  decrypt(ciphertext: string, userPoolId: string): Promise<Secret | undefined>;
}

/**
 * Lets one of several deliveries of the same order do the work. Unfinished work can be started again after 30
 * seconds, because the function may have died. No method rejects: if the state is unknown, the work is done,
 * because a duplicate message is better than none.
 */
export interface Deliveries {
  begin(key: string): Promise<"ours" | "taken">;
  /** Blocks further deliveries for one day. */
  finish(key: string): Promise<void>;
  /** Nothing was sent: the next delivery can try. */
  abandon(key: string): Promise<void>;
}
