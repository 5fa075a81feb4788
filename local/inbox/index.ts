/** What was sent to people: every email and text message, codes included, for whoever sits at this machine. */

import type { SentMessage } from "local-aws/mail";

export type { SentMessage } from "local-aws/mail";

/** A message with its number, which grows by one with every delivery. */
export type InboxMessage = SentMessage & { readonly id: number };

export type Inbox = {
  deliver(message: SentMessage): void;
  /** Newest first. `to` compares without regard to case. */
  list(filter?: { readonly to?: string | undefined }): readonly InboxMessage[];
  /** The newest message that fits, or the next one that does. Rejects after `timeoutMs`, and on `close`. */
  waitFor(predicate: (message: InboxMessage) => boolean, timeoutMs: number): Promise<InboxMessage>;
  /** Calls `listener` with every later message; the answer ends it. */
  subscribe(listener: (message: InboxMessage) => void): () => void;
  /** Ends waits and subscriptions. The messages stay readable. */
  close(): void;
};

const DEFAULT_LIMIT = 500;

/** Holds the newest `limit` messages, in memory. */
export const createInbox = ({ limit = DEFAULT_LIMIT }: { readonly limit?: number } = {}): Inbox => {
  const messages: InboxMessage[] = [];
  const listeners = new Set<(message: InboxMessage) => void>();
  const waits = new Set<(reason: Error) => void>();
  let delivered = 0;

  const subscribe: Inbox["subscribe"] = (listener) => {
    // A function of its own, so that one listener may subscribe twice and leave once.
    const own = (message: InboxMessage): void => listener(message);
    listeners.add(own);
    return () => listeners.delete(own);
  };

  const waitFor: Inbox["waitFor"] = (predicate, timeoutMs) => {
    const present = messages.find(predicate);
    if (present) return Promise.resolve(present);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        waits.delete(fail);
        unsubscribe();
      };
      const fail = (reason: Error): void => {
        settle();
        reject(reason);
      };
      const timer = setTimeout(() => fail(new Error(`No such message within ${timeoutMs} ms.`)), timeoutMs);
      const unsubscribe = subscribe((message) => {
        try {
          if (!predicate(message)) return;
        } catch (error) {
          // A predicate that throws fails its own wait, not the delivery.
          return fail(error instanceof Error ? error : new Error("The predicate threw."));
        }
        settle();
        resolve(message);
      });
      waits.add(fail);
    });
  };

  return {
    deliver: (message) => {
      delivered += 1;
      const kept = { ...message, id: delivered };
      messages.unshift(kept);
      messages.length = Math.min(messages.length, limit);
      for (const listener of [...listeners]) listener(kept);
    },
    list: ({ to } = {}) =>
      messages.filter((message) => to === undefined || message.to.toLowerCase() === to.toLowerCase()),
    waitFor,
    subscribe,
    close: () => {
      for (const fail of [...waits]) fail(new Error("The inbox is closed."));
      listeners.clear();
    },
  };
};
