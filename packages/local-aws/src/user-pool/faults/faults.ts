/**
 * Faults on purpose, so that a program can be tried against what Amazon Cognito and its surroundings do on bad days: slow,
 * failing and repeated triggers, throttling, messages that cannot be delivered. Each happens a number of times, then no
 * more.
 */
import { z } from "zod";
import type { FaultSet } from "../../faults/faults-door.js";
import { LocalAwsError } from "../../local-aws-error.js";

const times = z.int().min(1).max(1_000_000).default(1);
const trigger = z.string().min(1).default("*");
const operation = z.string().min(1).default("*");

const fault = z.discriminatedUnion("fault", [
  /** The function answers late; after the time limit, the answer is lost. */
  z.strictObject({ fault: z.literal("trigger-slow"), trigger, times, delayMs: z.int().min(0).max(60_000) }),
  /** The function cannot be reached, or (`ran`) did its work and its answer was lost. */
  z.strictObject({ fault: z.literal("trigger-fails"), trigger, times, ran: z.boolean().default(false) }),
  /** The function gets the same event several times, one after the other or (`overlap`) at once. */
  z.strictObject({
    fault: z.literal("trigger-repeats"),
    trigger,
    times,
    copies: z.int().min(2).max(10).default(2),
    overlap: z.boolean().default(false),
  }),
  /** The operation answers TooManyRequestsException. */
  z.strictObject({ fault: z.literal("throttled"), operation, times }),
  /** The operation answers InternalErrorException, in place of its work or (`ran`) of the answer to it. */
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

/** @throws LocalAwsError that names the place in the list. */
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

  /** The first that fits, which has then happened once. */
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
