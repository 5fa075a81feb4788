/** Takes accepted events to the rules of their bus, and remembers them for people and tests. */
import { randomUUID } from "node:crypto";
import { type BusEvent, eventTime } from "./bus-event.js";
import type { Bus, BusRegistry, Rule } from "./bus-registry.js";
import type { Delivery } from "./deliveries.js";
import { Ring } from "./ring.js";

export interface SeenEvent {
  readonly sequence: number;
  readonly busName: string;
  /** The names of the rules that matched. */
  readonly rules: readonly string[];
  readonly event: BusEvent;
}

interface RouterDeps {
  readonly registry: BusRegistry;
  now(): number;
  deliver(delivery: Delivery): void;
}

export class EventRouter {
  readonly #deps: RouterDeps;
  readonly #seen = new Ring<SeenEvent>(10_000);
  #sequence = 0;

  constructor(deps: RouterDeps) {
    this.#deps = deps;
  }

  seen(sequence = 0): SeenEvent[] {
    return this.#seen.after(sequence);
  }

  route(bus: Bus, event: BusEvent, hops = 0): void {
    const rules = bus.index.matching(event);
    const names = rules.map(({ name }) => name);
    this.#seen.push({ sequence: ++this.#sequence, busName: bus.name, rules: names, event });
    for (const rule of rules) this.#deliver(rule, event, hops);
  }

  /** Runs a scheduled rule: only its own targets receive the event. */
  tick(rule: Rule): void {
    const { registry, now } = this.#deps;
    this.#deliver(rule, {
      version: "0",
      id: randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: registry.accountId,
      time: eventTime(now()),
      region: registry.region,
      resources: [rule.arn],
      detail: {},
    });
  }

  #deliver(rule: Rule, event: BusEvent, hops = 0): void {
    const ingestedAt = this.#deps.now();
    for (const target of rule.targets.values()) this.#deps.deliver({ event, rule, target, ingestedAt, hops });
  }
}
