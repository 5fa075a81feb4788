/**
 * Delivers matched events to targets: retries with backoff under the target's RetryPolicy, then the
 * dead-letter queue (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html). Deliveries
 * run concurrently and are not ordered, as on EventBridge. Pending retries are lost when the bus stops.
 */

import type { JsonValue } from "../aws-json/json.js";
import type { BusTarget } from "./bus-target.js";
import { DeliveryLog, type RecordedDelivery } from "./delivery-log.js";
import { type DeliveryOutcome, retry } from "./delivery-outcome.js";
import type { Queues } from "./queues.js";
import { Ring } from "./ring.js";
import type { Matched } from "./target-input.js";
import { pause, type Timers } from "./timers.js";

export interface Delivery extends Matched {
  readonly rule: Matched["rule"] & { readonly busName: string };
  readonly target: BusTarget;
  /** How often buses have forwarded the event. */
  readonly hops: number;
}

export type Send = (delivery: Delivery, input: JsonValue) => Promise<DeliveryOutcome>;

export interface FailedDelivery {
  readonly sequence: number;
  readonly at: number;
  readonly eventId: string;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly retryAttempts: number;
  readonly exhaustedRetryCondition?: string;
}

export interface DeliveriesDeps {
  readonly timers: Timers;
  readonly queues: Queues;
  readonly signal: AbortSignal;
  readonly send: Send;
  /** Delay before the given retry, counted from 0. */
  backoffMs(retries: number): number;
}

type Failure = Exclude<DeliveryOutcome, { kind: "delivered" }>;

export class Deliveries {
  readonly #deps: DeliveriesDeps;
  readonly #running = new Set<Promise<void>>();
  readonly #log: DeliveryLog;
  readonly #failures = new Ring<FailedDelivery>(1000);
  #failureCount = 0;

  constructor(deps: DeliveriesDeps) {
    this.#deps = deps;
    this.#log = new DeliveryLog(() => deps.timers.now());
  }

  start(delivery: Delivery): void {
    const run = this.#deliver(delivery).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Resolves when all deliveries, and the deliveries that they cause, have ended. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** The deliveries that changed after `sequence`, with their attempts. */
  history(sequence?: number): RecordedDelivery[] {
    return this.#log.after(sequence);
  }

  failures(sequence = 0): FailedDelivery[] {
    return this.#failures.after(sequence);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { timers, signal, backoffMs } = this.#deps;
    const { target, ingestedAt } = delivery;
    const id = this.#log.begin(delivery);
    const fail = (failure: Failure, retries: number, exhausted?: string): void => {
      this.#log.givenUp(id, exhausted ?? failure.message, target.deadLetterArn);
      this.#fail(delivery, failure, retries, exhausted);
    };
    const input = target.input(delivery);
    if (input === undefined) {
      const message = "The filled input template is not valid JSON.";
      return fail({ kind: "refused", code: "INVALID_JSON", message }, 0);
    }
    for (let retries = 0; ; retries += 1) {
      const outcome = await this.#attempt(delivery, input);
      this.#log.attempted(id, outcome);
      if (outcome.kind === "delivered" || signal.aborted) return;
      if (outcome.kind === "refused") return fail(outcome, retries);
      if (retries >= target.maximumRetryAttempts) return fail(outcome, retries, "MaximumRetryAttempts");
      const delayMs = backoffMs(retries);
      if (timers.now() + delayMs - ingestedAt > target.maximumEventAgeMs)
        return fail(outcome, retries, "MaximumEventAgeInSeconds");
      if (!(await pause(timers, delayMs, signal))) return;
    }
  }

  async #attempt(delivery: Delivery, input: JsonValue): Promise<DeliveryOutcome> {
    try {
      return await this.#deps.send(delivery, input);
    } catch {
      return retry("INTERNAL_ERROR", "The target failed unexpectedly.");
    }
  }

  #fail({ rule, target, event }: Delivery, failure: Failure, retries: number, exhausted?: string): void {
    this.#failures.push({
      sequence: ++this.#failureCount,
      at: this.#deps.timers.now(),
      eventId: event.id,
      ruleArn: rule.arn,
      targetArn: target.arn,
      errorCode: failure.code,
      errorMessage: failure.message,
      retryAttempts: retries,
      ...(exhausted !== undefined && { exhaustedRetryCondition: exhausted }),
    });
    if (target.deadLetterArn === undefined) return;
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    this.#deps.queues.send(target.deadLetterArn, { body: JSON.stringify(event), attributes });
  }
}
