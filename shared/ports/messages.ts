/** What it takes to bring a message to a person. */
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
 * Sends one message to one address or number. Resolved means handed over, not delivered. Rejects
 * with `temporarily_unavailable` when it was not taken, or when that cannot be known.
 */
export interface Messenger {
  send(message: OutgoingMessage): Promise<void>;
}

/** Opens what the user pool encrypted for its custom senders. */
export interface CodeDecrypter {
  /**
   * The code or temporary password in `ciphertext` (base64), if it was encrypted for this pool;
   * undefined when it was not, or is no ciphertext at all. Rejects when the key cannot be reached.
   */
  decrypt(ciphertext: string, userPoolId: string): Promise<Secret | undefined>;
}

/**
 * Lets one of several deliveries of the same order do the work. What began and never ended, because
 * its function died, may be begun again after half a minute. None of the methods rejects: where it
 * cannot be known whether the work was done, it is done, because a second message is better than none.
 */
export interface Deliveries {
  begin(key: string): Promise<"ours" | "taken">;
  /** Nobody does it again, for a day. */
  finish(key: string): Promise<void>;
  /** Nothing was done: the next delivery may try. */
  abandon(key: string): Promise<void>;
}
