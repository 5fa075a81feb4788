/**
 * A local Amazon EventBridge (classic): buses, rules, the complete pattern language and targets, over the
 * protocol of the AWS SDKs. All state is in memory.
 */

import { startAwsJsonServer } from "../aws-json/server.js";
import { acceptServiceEvent, type ServiceEvent } from "./accept-service-event.js";
import { assembleBus, type BusSettings } from "./assemble-bus.js";
import type { FailedDelivery } from "./deliveries.js";
import type { SeenEvent } from "./event-router.js";
import type { Faults } from "./fault-plan.js";
import { localEndpoints } from "./local-endpoints.js";
import type { LogGroups } from "./log-groups.js";
import { missingOperations } from "./missing-operations.js";
import type { Queues } from "./queues.js";
import { systemTimers, type Timers } from "./timers.js";

export type { ServiceEvent } from "./accept-service-event.js";
export { busesFromStack } from "./buses-from-stack.js";
export type { DeclaredArchive, DeclaredBus, DeclaredRule } from "./declared-rules.js";
export type { FailedDelivery } from "./deliveries.js";
export type { SeenEvent } from "./event-router.js";
export type { FaultPlan } from "./fault-plan.js";
export type { Invoke, InvokeResult } from "./lambda-target.js";
export type { LogEntry, LogGroups } from "./log-groups.js";
export type { QueueMessage, Queues } from "./queues.js";
export type { Timers } from "./timers.js";

export interface EventBusOptions extends BusSettings {
  /** A free port if absent or 0. */
  readonly port?: number;
  readonly timers?: Timers;
}

export interface EventBus {
  readonly url: string;
  readonly port: number;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly faults: Faults;
  /** Takes an event of an AWS service for the default bus. PutEvents refuses the sources of AWS services. */
  acceptServiceEvent(event: ServiceEvent): void;
  /** The events that buses accepted after `sequence`. */
  events(sequence?: number): SeenEvent[];
  failures(sequence?: number): FailedDelivery[];
  /** Resolves when no replay is running and no delivery is in progress or waiting for a retry. */
  idle(): Promise<void>;
  /** Stops timers and connections. Pending deliveries are dropped. */
  close(): Promise<void>;
}

export const startEventBus = async (options: EventBusOptions): Promise<EventBus> => {
  const stopping = new AbortController();
  const parts = assembleBus(options, options.timers ?? systemTimers, stopping.signal);
  const { router, deliveries, replays, queues, logGroups, faults, schedules, operations } = parts;
  const stop = (): void => {
    stopping.abort();
    schedules.close();
  };
  const service = {
    name: "AWSEvents",
    operations,
    missing: missingOperations,
    around: faults.around.bind(faults),
  };
  const server = await startAwsJsonServer(service, options.port, { route: localEndpoints(parts) }).catch(
    (error: unknown) => {
      stop();
      throw error;
    },
  );
  return {
    url: server.url,
    port: server.port,
    ...{ queues, logGroups, faults },
    acceptServiceEvent: (event) => acceptServiceEvent(parts, event),
    events: (sequence) => router.seen(sequence),
    failures: (sequence) => deliveries.failures(sequence),
    idle: async () => {
      await replays.idle();
      await deliveries.idle();
    },
    close: () => {
      stop();
      return server.close();
    },
  };
};
