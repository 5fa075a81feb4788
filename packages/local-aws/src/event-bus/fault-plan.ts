/**
 * Fault injection for PutEvents, to test a relay against a failing bus: rejected entries, throttling, slow
 * responses, and responses lost after the events were accepted.
 */
import { isJsonObject } from "../aws-json/json.js";
import { textField, wholeNumber } from "../aws-json/request-fields.js";
import { ServiceError, validationError } from "../aws-json/service-error.js";
import { type Effect, underEffect, type Wait } from "../faults/effect.js";
import { FaultList, type PlannedFault } from "../faults/fault-list.js";
import type { FaultSet } from "../faults/faults-endpoint.js";
import { LocalAwsError } from "../local-aws-error.js";
import type { EntryError } from "./put-events.js";
import { pause, type Timers } from "./timers.js";

export interface FaultPlan {
  /** The next entries to reject, with this error code. */
  readonly failEntries?: {
    readonly count: number;
    readonly errorCode: string;
    readonly errorMessage?: string;
  };
  /** How many of the next requests to answer with a ThrottlingException. */
  readonly throttleRequests?: number;
  /** How many of the next requests to process without a response. The connection is closed instead. */
  readonly loseReplies?: number;
  /** Delay before each request is processed. */
  readonly latencyMs?: number;
}

type BusFault = PlannedFault &
  (
    | { readonly fault: "failEntries"; readonly errorCode: string; readonly errorMessage?: string }
    | { readonly fault: "throttleRequests" | "loseReplies" }
    | { readonly fault: "latencyMs"; readonly delayMs: number }
  );

type OfKind<Kind extends BusFault["fault"]> = Extract<BusFault, { fault: Kind }>;

const MOST = 1_000_000;

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
export const readFaultPlan = (input: unknown): FaultPlan => {
  if (!isJsonObject(input)) throw new LocalAwsError("not an object");
  const known = ["failEntries", "throttleRequests", "loseReplies", "latencyMs"];
  const unknown = Object.keys(input).find((name) => !known.includes(name));
  if (unknown !== undefined) throw validationError(`Unknown fault: ${unknown}`);
  const failing = input.failEntries ?? undefined;
  const throttleRequests = wholeNumber(input, "throttleRequests", 0, MOST);
  const loseReplies = wholeNumber(input, "loseReplies", 0, MOST);
  const latencyMs = wholeNumber(input, "latencyMs", 0, 600_000);
  return {
    ...(failing !== undefined && { failEntries: readFailingEntries(failing) }),
    ...(throttleRequests !== undefined && { throttleRequests }),
    ...(loseReplies !== undefined && { loseReplies }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
};

const readFailingEntries = (input: unknown): NonNullable<FaultPlan["failEntries"]> => {
  if (!isJsonObject(input)) throw validationError("failEntries must be an object");
  const errorMessage = textField(input, "errorMessage");
  return {
    count: wholeNumber(input, "count", 0, MOST) ?? 1,
    errorCode: textField(input, "errorCode") ?? "InternalFailure",
    ...(errorMessage !== undefined && { errorMessage }),
  };
};
