/** All sent e-mails and text messages, including codes, for the developer on this machine. */

import type { SentMessage } from "local-aws/mail";

export type { SentMessage } from "local-aws/mail";

/** A message with its id, which increases by one for each delivery. */
export type InboxMessage = SentMessage & { readonly id: number };

export type Inbox = {
  deliver(message: SentMessage): void;
  /** Newest first. `to` is compared case-insensitively. */
  list(filter?: { readonly to?: string | undefined }): readonly InboxMessage[];
  /**
   * Resolves to the newest matching message, or to the next one. Rejects after `timeoutMs`, and on `close`.
   */
  waitFor(predicate: (message: InboxMessage) => boolean, timeoutMs: number): Promise<InboxMessage>;
  /** Calls `listener` for every later message. Returns the function that unsubscribes. */
  subscribe(listener: (message: InboxMessage) => void): () => void;
  /** Ends waits and subscriptions. The messages remain readable. */
  close(): void;
};

const DEFAULT_LIMIT = 500;

/** Keeps the newest `limit` messages in memory. */
export const createInbox = ({ limit = DEFAULT_LIMIT }: { readonly limit?: number } = {}): Inbox => {
  const messages: InboxMessage[] = [];
  const listeners = new Set<(message: InboxMessage) => void>();
  const waits = new Set<(reason: Error) => void>();
  let delivered = 0;

  const subscribe: Inbox["subscribe"] = (listener) => {
    // A new function per subscription, so that a listener can subscribe twice and unsubscribe once.
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
      const timer = setTimeout(
        () => fail(new Error(`No matching message within ${timeoutMs} ms.`)),
        timeoutMs,
      );
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
