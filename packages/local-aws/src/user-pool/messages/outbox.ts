/** Stores the latest messages if no delivery is configured. GET /_local/messages returns them. */
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

  /** Sorted oldest first. `to` filters by address. */
  list(to: string | null): readonly Message[] {
    return this.#messages.filter((message) => to === null || message.to === to);
  }
}
