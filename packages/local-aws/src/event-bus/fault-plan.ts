/**
 * Fault injection for PutEvents, to test a relay against a failing bus: rejected entries, throttling, slow
 * responses, and responses lost after the events were accepted.
 */
import { z } from "zod";
import { ServiceError } from "../aws-json/service-error.js";
import { type Effect, underEffect, type Wait } from "../faults/effect.js";
import { FaultList, type PlannedFault } from "../faults/fault-list.js";
import type { FaultSet } from "../faults/faults-endpoint.js";
import { readAs } from "../read-as.js";
import type { EntryError } from "./put-events.js";
import { pause, type Timers } from "./timers.js";

const count = z.int().min(0).max(1_000_000);

const faultPlan = z.strictObject({
  /** The next entries to reject, with this error code. */
  failEntries: z
    .strictObject({
      count: count.default(1),
      errorCode: z.string().default("InternalFailure"),
      errorMessage: z.string().optional(),
    })
    .optional(),
  /** How many of the next requests to answer with a ThrottlingException. */
  throttleRequests: count.optional(),
  /** How many of the next requests to process without a response. The connection is closed instead. */
  loseReplies: count.optional(),
  /** Delay before each request is processed. */
  latencyMs: z.int().min(0).max(600_000).optional(),
});

export type FaultPlan = z.output<typeof faultPlan>;

type BusFault = PlannedFault &
  (
    | {
        readonly fault: "failEntries";
        readonly errorCode: string;
        readonly errorMessage?: string | undefined;
      }
    | { readonly fault: "throttleRequests" | "loseReplies" }
    | { readonly fault: "latencyMs"; readonly delayMs: number }
  );

type OfKind<Kind extends BusFault["fault"]> = Extract<BusFault, { fault: Kind }>;

export class Faults implements FaultSet {
  readonly #wait: Wait;
  readonly #list = new FaultList<BusFault>();

  constructor(timers: Timers, signal: AbortSignal) {
    this.#wait = (delayMs) => pause(timers, delayMs, signal);
  }

  /** Replaces the plan. `{}` ends all faults. */
  set(plan: FaultPlan): void {
    this.#list.replace(faultsOf(plan));
  }

  replace(plan: unknown): void {
    this.set(readFaultPlan(plan));
  }

  waiting(): FaultPlan {
    return Object.assign({}, ...this.#list.planned().map(partOfPlan));
  }

  takeEntryError(): EntryError | undefined {
    const failing = this.#take("failEntries");
    return failing && { code: failing.errorCode, message: failing.errorMessage ?? "Injected fault." };
  }

  async around(
    operation: string,
    call: () => Promise<unknown>,
    { socket }: { readonly socket: { destroy(): void } },
  ): Promise<unknown> {
    if (operation !== "PutEvents") return call();
    const slow = this.#take("latencyMs");
    const delay: Effect | undefined = slow && { kind: "delay", delayMs: slow.delayMs };
    const answered = () => underEffect(this.#throttle(), call);
    const result = await underEffect(delay, answered, this.#wait);
    if (this.#take("loseReplies")) socket.destroy();
    return result;
  }

  #throttle(): Effect | undefined {
    return this.#take("throttleRequests") && { kind: "fail", ran: false, error: throttled };
  }

  #take<Kind extends BusFault["fault"]>(kind: Kind): OfKind<Kind> | undefined {
    return this.#list.take((fault): fault is OfKind<Kind> => fault.fault === kind);
  }
}

const throttled = () => new ServiceError("ThrottlingException", "Rate exceeded");

const faultsOf = ({ failEntries, throttleRequests, loseReplies, latencyMs }: FaultPlan): BusFault[] => {
  const faults: BusFault[] = [];
  if (failEntries !== undefined) {
    const { count: times, ...error } = failEntries;
    faults.push({ fault: "failEntries", times, ...error });
  }
  if (throttleRequests !== undefined) faults.push({ fault: "throttleRequests", times: throttleRequests });
  if (loseReplies !== undefined) faults.push({ fault: "loseReplies", times: loseReplies });
  if (latencyMs !== undefined) {
    const times = latencyMs > 0 ? Number.POSITIVE_INFINITY : 0;
    faults.push({ fault: "latencyMs", times, delayMs: latencyMs });
  }
  return faults;
};

const partOfPlan = (planned: BusFault): FaultPlan => {
  switch (planned.fault) {
    case "failEntries": {
      const { fault: _, times: count, ...error } = planned;
      return { failEntries: { count, ...error } };
    }
    case "latencyMs":
      return { latencyMs: planned.delayMs };
    default:
      return { [planned.fault]: planned.times };
  }
};

/** @throws LocalAwsError */
export const readFaultPlan = (input: unknown): FaultPlan => readAs(faultPlan, input, "the faults");
