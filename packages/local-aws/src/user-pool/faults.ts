/**
 * Injected faults, to test how a program handles failures of Amazon Cognito and its environment: slow,
 * failing and repeated triggers, throttling, and failed deliveries. Each fault happens a limited number of
 * times.
 */
import { z } from "zod";
import type { Effect } from "../faults/effect.js";
import { FaultList, matchesName } from "../faults/fault-list.js";
import type { FaultSet } from "../faults/faults-endpoint.js";
import { readAs } from "../read-as.js";
import { CognitoError, internalError } from "./errors.js";

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
  /** The operation returns LimitExceededException: the user has used up a quota. */
  z.strictObject({ fault: z.literal("limited"), operation, times }),
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

/** @throws LocalAwsError that names the positions in the list */
export const readFaults = (json: unknown): readonly Fault[] => readAs(faultList, json, "the list");

type OfKind<Kind extends Fault["fault"]> = Extract<Fault, { fault: Kind }>;

export class Faults implements FaultSet {
  readonly #list = new FaultList<Fault>();

  replace(faults: unknown): void {
    this.#list.replace(readFaults(faults));
  }

  waiting(): { readonly faults: readonly Fault[] } {
    return { faults: this.#list.planned().filter(({ times }) => times > 0) };
  }

  ofTrigger(name: string): TriggerFault | undefined {
    return this.#list.take(
      (fault): fault is TriggerFault => "trigger" in fault && matchesName(fault.trigger, name),
    );
  }

  ofOperation(name: string): Effect | undefined {
    const throttled = this.#list.take(
      (fault): fault is OfKind<"throttled"> =>
        fault.fault === "throttled" && matchesName(fault.operation, name),
    );
    if (throttled) return { kind: "fail", ran: false, error: tooManyRequests };
    const limited = this.#list.take(
      (fault): fault is OfKind<"limited"> => fault.fault === "limited" && matchesName(fault.operation, name),
    );
    if (limited) return { kind: "fail", ran: false, error: limitExceeded };
    const failing = this.#list.take(
      (fault): fault is OfKind<"operation-fails"> =>
        fault.fault === "operation-fails" && matchesName(fault.operation, name),
    );
    return failing && { kind: "fail", ran: failing.ran, error: internalError };
  }

  ofDelivery(channel: string): Effect | undefined {
    const failing = this.#list.take(
      (fault): fault is OfKind<"delivery-fails"> =>
        fault.fault === "delivery-fails" && matchesName(fault.channel, channel),
    );
    return failing && { kind: "fail", ran: false, error: () => new Error("Injected fault") };
  }
}

export const effectOf = (fault: TriggerFault): Effect => {
  switch (fault.fault) {
    case "trigger-slow":
      return { kind: "delay", delayMs: fault.delayMs };
    case "trigger-fails":
      return { kind: "fail", ran: fault.ran, error: responseLost };
    case "trigger-repeats":
      return { kind: "repeat", copies: fault.copies, overlap: fault.overlap };
  }
};

const responseLost = () => new Error("Injected fault: the response of the function was lost");

const limitExceeded = () =>
  new CognitoError("LimitExceededException", "Attempt limit exceeded, please try after some time.");

const tooManyRequests = () => new CognitoError("TooManyRequestsException", "Rate exceeded");
