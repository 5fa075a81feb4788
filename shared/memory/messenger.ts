/** A messenger that stores its messages. */
import { AuthError } from "../domain/errors.js";
import type { Messenger, OutgoingMessage } from "../ports/messages.js";

export type MemoryMessenger = Messenger & {
  /** In the order of sending. */
  readonly sent: OutgoingMessage[];
  /** While true, sending fails. */
  broken: boolean;
};

export const memoryMessenger = (): MemoryMessenger => {
  const messenger: MemoryMessenger = {
    sent: [],
    broken: false,
    send: async (message) => {
      if (messenger.broken) throw new AuthError("temporarily_unavailable");
      messenger.sent.push(message);
    },
  };
  return messenger;
};
