/**
 * Injected faults, to test how a program handles failures of Amazon Cognito and its environment: slow,
 * failing and repeated triggers, throttling, and failed deliveries. Each fault happens a limited number of
 * times.
 */
import { z } from "zod";
import type { FaultSet } from "../../faults/faults-door.js";
import { LocalAwsError } from "../../local-aws-error.js";

const times = z.int().min(1).max(1_000_000).default(1);
const trigger = z.string().min(1).default("*");
const operation = z.string().min(1).default("*");

const fault = z.discriminatedUnion("fault", [
  /** The function answers late. After the time limit, the answer is lost. */
  z.strictObject({ fault: z.literal("trigger-slow"), trigger, times, delayMs: z.int().min(0).max(60_000) }),
  /** The function is unreachable, or with `ran` does its work and its answer is lost. */
  z.strictObject({ fault: z.literal("trigger-fails"), trigger, times, ran: z.boolean().default(false) }),
  /** The function gets the same event several times: in sequence, or with `overlap` in parallel. */
  z.strictObject({
    fault: z.literal("trigger-repeats"),
    trigger,
    times,
    copies: z.int().min(2).max(10).default(2),
    overlap: z.boolean().default(false),
  }),
  /** The operation returns TooManyRequestsException. */
  z.strictObject({ fault: z.literal("throttled"), operation, times }),
  /** The operation returns InternalErrorException: without doing its work, or with `ran` after doing it. */
  z.strictObject({ fault: z.literal("operation-fails"), operation, times, ran: z.boolean().default(false) }),
  /** Messages fail with CodeDeliveryFailureException. */
  z.strictObject({
    fault: z.literal("delivery-fails"),
    channel: z.enum(["EMAIL", "SMS", "*"]).default("*"),
    times,
  }),
]);

const faultList = z.array(fault).max(100);

export type Fault = z.output<typeof fault>;
export type FaultInput = z.input<typeof fault>;
export type TriggerFault = Extract<Fault, { trigger: string }>;

/** @throws LocalAwsError that names the position in the list */
export const readFaults = (json: unknown): readonly Fault[] => {
  const parsed = faultList.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LocalAwsError(`${issue?.path.join(".") || "the list"}: ${issue?.message}`);
};

export class Faults implements FaultSet {
  #waiting: readonly Fault[] = [];

  replace(faults: unknown): void {
    this.#waiting = readFaults(faults);
  }

  waiting(): { readonly faults: readonly Fault[] } {
    return { faults: this.#waiting };
  }

  ofTrigger(name: string): TriggerFault | undefined {
    return this.#take(
      (waiting): waiting is TriggerFault => "trigger" in waiting && matches(waiting.trigger, name),
    );
  }

  throttles(operation: string): boolean {
    const isOne = (waiting: Fault): waiting is Fault =>
      waiting.fault === "throttled" && matches(waiting.operation, operation);
    return this.#take(isOne) !== undefined;
  }

  ofOperation(name: string): Extract<Fault, { fault: "operation-fails" }> | undefined {
    return this.#take(
      (waiting): waiting is Extract<Fault, { fault: "operation-fails" }> =>
        waiting.fault === "operation-fails" && matches(waiting.operation, name),
    );
  }

  failsDelivery(channel: string): boolean {
    const isOne = (waiting: Fault): waiting is Fault =>
      waiting.fault === "delivery-fails" && matches(waiting.channel, channel);
    return this.#take(isOne) !== undefined;
  }

  /** Takes the first matching fault and counts it as used once. */
  #take<T extends Fault>(fits: (waiting: Fault) => waiting is T): T | undefined {
    const found = this.#waiting.find(fits);
    if (!found) return undefined;
    this.#waiting = this.#waiting.flatMap((waiting) => {
      if (waiting !== found) return [waiting];
      return waiting.times > 1 ? [{ ...waiting, times: waiting.times - 1 }] : [];
    });
    return found;
  }
}

const matches = (pattern: string, name: string): boolean => pattern === "*" || pattern === name;
