/** The senders: one for each kind of target. */
import type { BusRegistry } from "./bus-registry.js";
import type { Send } from "./deliveries.js";
import { delivered, refused } from "./delivery-outcome.js";
import type { EventRouter } from "./event-router.js";
import { type LambdaTargetDeps, sendToFunction } from "./lambda-target.js";
import { type LogGroups, logGroupName } from "./log-groups.js";
import type { Queues } from "./queues.js";

interface SenderDeps extends LambdaTargetDeps {
  readonly registry: BusRegistry;
  readonly queues: Queues;
  readonly logGroups: LogGroups;
  readonly router: EventRouter;
}

export const targetSender =
  (deps: SenderDeps): Send =>
  async ({ target, event, hops }, input) => {
    switch (target.kind) {
      case "lambda":
        return sendToFunction(deps, target.arn, input);
      case "queue": {
        const group = target.messageGroupId;
        const body = JSON.stringify(input);
        deps.queues.send(target.arn, { body, ...(group !== undefined && { messageGroupId: group }) });
        return delivered;
      }
      case "log-group":
        deps.logGroups.write(logGroupName(target.arn), input);
        return delivered;
      case "event-bus": {
        // Prevents loops: a bus does not forward events that another bus forwarded.
        if (hops > 0) return refused("THIRD_ACCOUNT_HOP_DETECTED", "The event was already forwarded once.");
        const bus = deps.registry.find(target.arn);
        if (bus === undefined) return refused("NO_RESOURCE", "The event bus does not exist.");
        deps.router.route(bus, event, hops + 1);
        return delivered;
      }
    }
  };
