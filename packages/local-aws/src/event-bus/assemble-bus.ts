/** Assembles the parts of the bus. Does not listen. */

import type { Operation } from "../aws-json/call.js";
import { archiveOperations } from "./archive-operations.js";
import { Archives } from "./archives.js";
import { describeBuses } from "./bus-description.js";
import { busOperations } from "./bus-operations.js";
import { BusRegistry } from "./bus-registry.js";
import { type DeclaredArchive, type DeclaredBus, type DeclaredRule, declare } from "./declared-rules.js";
import { Deliveries } from "./deliveries.js";
import { EventRouter } from "./event-router.js";
import { Faults } from "./fault-plan.js";
import type { Invoke } from "./lambda-target.js";
import { LogGroups } from "./log-groups.js";
import { putEvents } from "./put-events.js";
import { Queues } from "./queues.js";
import { replayOperations } from "./replay-operations.js";
import { Replays } from "./replays.js";
import { ruleOperations } from "./rule-operations.js";
import { Schedules } from "./schedules.js";
import { tagOperations } from "./tag-operations.js";
import { Tags } from "./tags.js";
import { targetOperations } from "./target-operations.js";
import { targetSender } from "./target-senders.js";
import type { Timers } from "./timers.js";

export interface BusSettings {
  /** Invokes functions that are targets. */
  readonly invoke: Invoke;
  readonly region?: string;
  readonly accountId?: string;
  /** Buses in addition to the default bus. */
  readonly buses?: readonly DeclaredBus[];
  readonly rules?: readonly DeclaredRule[];
  readonly archives?: readonly DeclaredArchive[];
  /** Delay of a replay after each minute of events. None by default. */
  readonly replayMinuteMs?: number;
  /** Delay before a retry, counted from 0. By default 200 ms, doubling up to a minute. */
  readonly backoffMs?: (retries: number) => number;
  readonly invokeTimeoutMs?: number;
  /** Delays before a failed function runs again. Lambda waits one and two minutes; the default is shorter. */
  readonly functionRetryDelaysMs?: readonly number[];
  /** On-failure destinations of asynchronous invocations: function ARN -> queue ARN. */
  readonly functionFailureQueues?: Readonly<Record<string, string>>;
}

export interface BusParts {
  readonly registry: BusRegistry;
  readonly router: EventRouter;
  readonly deliveries: Deliveries;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly faults: Faults;
  readonly schedules: Schedules;
  readonly replays: Replays;
  now(): number;
  describe(): ReturnType<typeof describeBuses>;
  readonly operations: Readonly<Record<string, Operation>>;
}

interface Foundations {
  readonly registry: BusRegistry;
  readonly archives: Archives;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly timers: Timers;
  readonly signal: AbortSignal;
  now(): number;
}

/** Throws if EventBridge would reject a declared rule. */
export const assembleBus = (options: BusSettings, timers: Timers, signal: AbortSignal): BusParts => {
  const now = (): number => timers.now();
  const registry = new BusRegistry(options.region ?? "us-east-1", options.accountId ?? "000000000000", now());
  const archives = new Archives(now);
  const queues = new Queues(now);
  const logGroups = new LogGroups(now);
  const faults = new Faults(timers, signal);
  const base = { registry, archives, queues, logGroups, timers, signal, now };
  const { router, deliveries } = deliveryParts(options, base);
  const replays = new Replays({
    ...{ timers, signal, minuteMs: options.replayMinuteMs ?? 0 },
    send: (bus, event, ruleArns) => router.replay(bus, event, ruleArns),
  });
  const schedules = new Schedules(timers, (name) => {
    const rule = registry.require().rule(name);
    if (rule !== undefined) router.tick(rule);
  });
  const tags = new Tags();
  const operations = {
    ...busOperations(registry, archives, tags, now),
    ...archiveOperations(registry, archives, now),
    ...replayOperations({ registry, archives, replays, now }),
    ...ruleOperations(registry, schedules, tags),
    ...targetOperations(registry),
    ...tagOperations(registry, tags),
    PutEvents: putEvents({
      registry,
      now,
      accept: (bus, event) => router.route(bus, event),
      injectedError: () => faults.takeEntryError(),
    }),
  };
  const { buses = [], rules = [] } = options;
  declare(registry, operations, { buses, rules, archives: options.archives ?? [] }, now());
  const describe = () => describeBuses({ registry, archives, replays, now });
  const parts = { registry, router, deliveries, queues, logGroups, faults, schedules, replays };
  return { ...parts, now, describe, operations };
};

const deliveryParts = (
  options: BusSettings,
  base: Foundations,
): { router: EventRouter; deliveries: Deliveries } => {
  const { registry, archives, queues, now } = base;
  const router = new EventRouter({
    registry,
    archives,
    now,
    deliver: (delivery) => deliveries.start(delivery),
  });
  const send = targetSender({
    ...base,
    router,
    invoke: options.invoke,
    invokeTimeoutMs: options.invokeTimeoutMs ?? 30_000,
    functionRetryDelaysMs: options.functionRetryDelaysMs ?? [1000, 2000],
    functionFailed: (functionArn, record) => {
      const queue = options.functionFailureQueues?.[functionArn];
      if (queue !== undefined) queues.send(queue, { body: JSON.stringify(record) });
    },
  });
  const deliveries = new Deliveries({ ...base, send, backoffMs: options.backoffMs ?? doublingBackoffMs });
  return { router, deliveries };
};

const doublingBackoffMs = (retries: number): number => Math.min(60_000, 200 * 2 ** Math.min(retries, 20));
