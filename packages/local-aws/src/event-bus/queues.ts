/** In-memory queues, created by their first message. Used as targets and as dead-letter queues. */
import { randomUUID } from "node:crypto";
import { Ring } from "./ring.js";

export interface QueueMessage {
  readonly sequence: number;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageGroupId?: string;
  readonly sentAt: number;
}

export interface QueueMessageInput {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly messageGroupId?: string;
}

const KEPT_MESSAGES = 10_000;

export class Queues {
  readonly #now: () => number;
  readonly #queues = new Map<string, Ring<QueueMessage>>();
  #sequence = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  send(queueArn: string, { body, attributes = {}, messageGroupId }: QueueMessageInput): void {
    const queue = this.#queues.get(nameOf(queueArn)) ?? new Ring<QueueMessage>(KEPT_MESSAGES);
    this.#queues.set(nameOf(queueArn), queue);
    queue.push({
      sequence: ++this.#sequence,
      messageId: randomUUID(),
      body,
      attributes,
      ...(messageGroupId !== undefined && { messageGroupId }),
      sentAt: this.#now(),
    });
  }

  /** Messages of a queue (name or ARN) after `sequence`. Does not remove them. */
  messages(queue: string, sequence = 0): QueueMessage[] {
    return this.#queues.get(nameOf(queue))?.after(sequence) ?? [];
  }

  get names(): string[] {
    return [...this.#queues.keys()].sort();
  }
}

const nameOf = (queue: string): string => queue.slice(queue.lastIndexOf(":") + 1);
