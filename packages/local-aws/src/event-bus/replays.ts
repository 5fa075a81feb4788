/**
 * Replays send archived events to their bus again, minute by minute of event time
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html). Each event
 * carries the name of its replay and is not archived again.
 */

import { ServiceError } from "../aws-json/service-error.js";
import type { BusEvent } from "./bus-event.js";
import type { Bus } from "./bus-registry.js";
import { pause, type Timers } from "./timers.js";

export type ReplayState = "STARTING" | "RUNNING" | "CANCELLING" | "COMPLETED" | "CANCELLED" | "FAILED";

export interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly archiveArn: string;
  readonly bus: Bus;
  /** All rules of the bus if absent. */
  readonly ruleArns?: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
  readonly startedAt: number;
  state: ReplayState;
  endedAt?: number;
  /** The `time` of the last replayed event. */
  lastEventMs?: number;
}

export interface ToReplay {
  readonly event: BusEvent;
  readonly timeMs: number;
}

interface ReplaysDeps {
  readonly timers: Timers;
  readonly signal: AbortSignal;
  /** Delay between two minutes of events. */
  readonly minuteMs: number;
  send(bus: Bus, event: BusEvent, ruleArns?: ReadonlySet<string>): void;
}

const MOST_UNDER_WAY = 10;
const KEPT_MS = 90 * 86_400_000;

const underWay = ({ state }: Replay): boolean =>
  state === "STARTING" || state === "RUNNING" || state === "CANCELLING";

export class Replays {
  readonly #deps: ReplaysDeps;
  readonly #replays = new Map<string, Replay>();
  readonly #running = new Set<Promise<void>>();

  constructor(deps: ReplaysDeps) {
    this.#deps = deps;
  }

  get all(): Replay[] {
    this.#forget();
    return [...this.#replays.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Replay | undefined {
    this.#forget();
    return this.#replays.get(name);
  }

  start(replay: Replay, events: readonly ToReplay[]): void {
    if (this.all.filter(underWay).length >= MOST_UNDER_WAY)
      throw new ServiceError("LimitExceededException", `No more than ${MOST_UNDER_WAY} replays at a time.`);
    this.#replays.set(replay.name, replay);
    const run = this.#run(replay, events).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Resolves when all replays have ended. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #run(replay: Replay, events: readonly ToReplay[]): Promise<void> {
    const { timers, signal, minuteMs } = this.#deps;
    const minutes = byMinute(events);
    let waitMs = 0;
    for (const minute of minutes) {
      if (!(await pause(timers, waitMs, signal))) return;
      if (replay.state === "CANCELLING") return this.#end(replay, "CANCELLED");
      replay.state = "RUNNING";
      for (const { event, timeMs } of minute) this.#send(replay, event, timeMs);
      waitMs = minuteMs;
    }
    if (!(await pause(timers, waitMs, signal))) return;
    this.#end(replay, replay.state === "CANCELLING" ? "CANCELLED" : "COMPLETED");
  }

  #send(replay: Replay, event: BusEvent, timeMs: number): void {
    const only = replay.ruleArns && new Set(replay.ruleArns);
    this.#deps.send(replay.bus, { ...event, "replay-name": replay.name }, only);
    replay.lastEventMs = timeMs;
  }

  #end(replay: Replay, state: ReplayState): void {
    replay.state = state;
    replay.endedAt = this.#deps.timers.now();
  }

  #forget(): void {
    const first = this.#deps.timers.now() - KEPT_MS;
    for (const { name, endedAt } of this.#replays.values())
      if (endedAt !== undefined && endedAt < first) this.#replays.delete(name);
  }
}

/** The events must be sorted by time. */
const byMinute = (events: readonly ToReplay[]): ToReplay[][] => {
  const minutes = new Map<number, ToReplay[]>();
  for (const each of events) {
    const minute = Math.floor(each.timeMs / 60_000);
    const same = minutes.get(minute);
    if (same === undefined) minutes.set(minute, [each]);
    else same.push(each);
  }
  return [...minutes.values()];
};
