/** Routes accepted events to the rules of their bus, and logs them for the console and tests. */
import { randomUUID } from "node:crypto";
import type { Archives } from "./archives.js";
import { type BusEvent, eventTime } from "./bus-event.js";
import type { Bus, BusRegistry, Rule } from "./bus-registry.js";
import type { Delivery } from "./deliveries.js";
import { Ring } from "./ring.js";

export interface SeenEvent {
  readonly sequence: number;
  readonly busName: string;
  /** Names of the matching rules. */
  readonly rules: readonly string[];
  readonly event: BusEvent;
}

interface RouterDeps {
  readonly registry: BusRegistry;
  readonly archives: Pick<Archives, "record">;
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

  /** Replayed events skip the archives. If the replay names rules, only these rules receive them. */
  replay(bus: Bus, event: BusEvent, ruleArns?: ReadonlySet<string>): void {
    this.#spread(bus, event, 0, ruleArns);
  }

  route(bus: Bus, event: BusEvent, hops = 0): void {
    this.#deps.archives.record(bus, event);
    this.#spread(bus, event, hops);
  }

  #spread(bus: Bus, event: BusEvent, hops: number, ruleArns?: ReadonlySet<string>): void {
    const matching = bus.index.matching(event);
    const rules = ruleArns === undefined ? matching : matching.filter(({ arn }) => ruleArns.has(arn));
    const names = rules.map(({ name }) => name);
    this.#seen.push({ sequence: ++this.#sequence, busName: bus.name, rules: names, event });
    for (const rule of rules) this.#deliver(rule, event, hops);
  }

  /** Runs a scheduled rule. Only its own targets receive the event. */
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
