/** Log of deliveries and their attempts, for the console and tests. Drops the oldest. */
import type { BusEvent } from "./bus-event.js";
import type { BusTarget } from "./bus-target.js";
import type { DeliveryOutcome } from "./delivery-outcome.js";

export interface RecordedDelivery {
  /** Increases with every change, so that followers read a changed delivery again. */
  readonly sequence: number;
  readonly id: number;
  readonly at: number;
  readonly eventId: string;
  /** The replay that sent the event. */
  readonly replayName?: string;
  readonly busName: string;
  readonly rule: string;
  readonly targetId: string;
  readonly targetArn: string;
  readonly state: "under way" | "waiting" | "delivered" | "given up";
  readonly attempts: readonly DeliveryAttempt[];
  /** Why the delivery was given up before, or without, another attempt. */
  readonly reason?: string;
  /** The dead-letter queue of a delivery that was given up. */
  readonly deadLetterArn?: string;
}

export interface DeliveryAttempt {
  readonly at: number;
  readonly code: string;
  readonly message?: string;
}

interface Begun {
  readonly event: BusEvent;
  readonly rule: { readonly name: string; readonly busName: string };
  readonly target: Pick<BusTarget, "id" | "arn">;
}

const KEPT = 2000;

export class DeliveryLog {
  readonly #now: () => number;
  /** Ordered by last change. */
  readonly #records = new Map<number, RecordedDelivery>();
  #changes = 0;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  begin({ event, rule, target }: Begun): number {
    const id = ++this.#count;
    const replayName = event["replay-name"];
    this.#save({
      sequence: 0,
      id,
      at: this.#now(),
      eventId: event.id,
      ...(replayName !== undefined && { replayName }),
      busName: rule.busName,
      rule: rule.name,
      targetId: target.id,
      targetArn: target.arn,
      state: "under way",
      attempts: [],
    });
    return id;
  }

  attempted(id: number, outcome: DeliveryOutcome): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    const attempt =
      outcome.kind === "delivered"
        ? { code: "delivered", ...(outcome.note !== undefined && { message: outcome.note }) }
        : { code: outcome.code, message: outcome.message };
    const attempts = [...record.attempts, { at: this.#now(), ...attempt }];
    this.#save({ ...record, attempts, state: outcome.kind === "delivered" ? "delivered" : "waiting" });
  }

  givenUp(id: number, reason: string, deadLetterArn: string | undefined): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    this.#save({
      ...record,
      state: "given up",
      reason,
      ...(deadLetterArn !== undefined && { deadLetterArn }),
    });
  }

  /** The deliveries that began or changed after `sequence`, ordered by last change. */
  after(sequence = 0): RecordedDelivery[] {
    const all = [...this.#records.values()];
    const first = all.findIndex((record) => record.sequence > sequence);
    return first < 0 ? [] : all.slice(first);
  }

  #save(record: RecordedDelivery): void {
    this.#records.delete(record.id);
    this.#records.set(record.id, { ...record, sequence: ++this.#changes });
    if (this.#records.size <= KEPT) return;
    const [oldest] = this.#records.keys();
    if (oldest !== undefined) this.#records.delete(oldest);
  }
}
