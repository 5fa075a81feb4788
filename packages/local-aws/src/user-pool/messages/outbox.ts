/** Holds the latest messages for whoever has no inbox of their own: readable at GET /_local/messages. */
import type { Message } from "./message.js";

export class Outbox {
  readonly #limit: number;
  readonly #messages: Message[] = [];

  constructor(limit = 100) {
    this.#limit = limit;
  }

  readonly deliver = (message: Message): void => {
    this.#messages.push(message);
    if (this.#messages.length > this.#limit) this.#messages.shift();
  };

  /** Oldest first; `to` narrows them to one address. */
  list(to: string | null): readonly Message[] {
    return this.#messages.filter((message) => to === null || message.to === to);
  }
}
