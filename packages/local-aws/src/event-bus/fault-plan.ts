/**
 * Fault injection for PutEvents, to test a relay against a failing bus: rejected entries, throttling, slow
 * responses, and responses lost after the events were accepted.
 */
import { isJsonObject } from "../aws-json/json.js";
import { textField, wholeNumber } from "../aws-json/request-fields.js";
import { ServiceError, validationError } from "../aws-json/service-error.js";
import type { FaultSet } from "../faults/faults-door.js";
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

const MOST = 1_000_000;

export class Faults implements FaultSet {
  readonly #timers: Timers;
  readonly #signal: AbortSignal;
  #plan: FaultPlan = {};

  constructor(timers: Timers, signal: AbortSignal) {
    this.#timers = timers;
    this.#signal = signal;
  }

  /** Replaces the plan. `{}` ends all faults. */
  set(plan: FaultPlan): void {
    this.#plan = plan;
  }

  replace(plan: unknown): void {
    this.set(readFaultPlan(plan));
  }

  waiting(): FaultPlan {
    return this.#plan;
  }

  takeEntryError(): EntryError | undefined {
    const planned = this.#plan.failEntries;
    if (planned === undefined || planned.count <= 0) return undefined;
    this.#plan = { ...this.#plan, failEntries: { ...planned, count: planned.count - 1 } };
    return { code: planned.errorCode, message: planned.errorMessage ?? "Injected fault." };
  }

  async around(
    operation: string,
    call: () => Promise<unknown>,
    { socket }: { readonly socket: { destroy(): void } },
  ): Promise<unknown> {
    if (operation !== "PutEvents") return call();
    const { latencyMs = 0 } = this.#plan;
    if (latencyMs > 0) await pause(this.#timers, latencyMs, this.#signal);
    if (this.#take("throttleRequests")) throw new ServiceError("ThrottlingException", "Rate exceeded");
    const result = await call();
    if (this.#take("loseReplies")) socket.destroy();
    return result;
  }

  #take(kind: "throttleRequests" | "loseReplies"): boolean {
    const left = this.#plan[kind] ?? 0;
    if (left > 0) this.#plan = { ...this.#plan, [kind]: left - 1 };
    return left > 0;
  }
}

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
