/** The buses, their rules and their targets. */

import { notFound } from "../aws-json/service-error.js";
import type { BusTarget } from "./bus-target.js";
import type { EventPattern } from "./pattern/event-pattern.js";
import { RuleIndex } from "./rule-index.js";
import type { Schedule } from "./schedule.js";

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly description?: string;
  readonly roleArn?: string;
  readonly enabled: boolean;
  readonly state: string;
  readonly eventPattern?: { readonly text: string; readonly compiled: EventPattern };
  readonly schedule?: { readonly text: string; readonly compiled: Schedule };
  readonly targets: ReadonlyMap<string, BusTarget>;
}

export class Bus {
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  readonly createdAt: number;
  readonly #rules = new Map<string, Rule>();
  #index: RuleIndex<Rule> | undefined;

  constructor(name: string, arn: string, createdAt: number, description?: string) {
    this.name = name;
    this.arn = arn;
    this.createdAt = createdAt;
    this.description = description;
  }

  get rules(): Rule[] {
    return [...this.#rules.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get index(): RuleIndex<Rule> {
    this.#index ??= new RuleIndex<Rule>(this.#rules.values());
    return this.#index;
  }

  rule(name: string): Rule | undefined {
    return this.#rules.get(name);
  }

  requireRule(name: string): Rule {
    const rule = this.#rules.get(name);
    if (rule === undefined) throw notFound(`Rule ${name} does not exist on EventBus ${this.name}.`);
    return rule;
  }

  putRule(rule: Rule): void {
    this.#rules.set(rule.name, rule);
    this.#index = undefined;
  }

  deleteRule(name: string): void {
    this.#rules.delete(name);
    this.#index = undefined;
  }
}

export class BusRegistry {
  readonly region: string;
  readonly accountId: string;
  readonly #buses = new Map<string, Bus>();

  constructor(region: string, accountId: string, now: number) {
    this.region = region;
    this.accountId = accountId;
    this.add("default", now);
  }

  add(name: string, now: number, arn = this.#arnOf(name), description?: string): Bus {
    const bus = new Bus(name, arn, now, description);
    this.#buses.set(name, bus);
    return bus;
  }

  /** Finds a bus by name or ARN. Without either, returns the default bus. */
  find(nameOrArn = "default"): Bus | undefined {
    if (!nameOrArn.startsWith("arn:")) return this.#buses.get(nameOrArn);
    return [...this.#buses.values()].find(({ arn }) => arn === nameOrArn);
  }

  require(nameOrArn = "default"): Bus {
    const bus = this.find(nameOrArn);
    if (bus === undefined) throw notFound(`Event bus ${nameOrArn} does not exist.`);
    return bus;
  }

  delete(name: string): void {
    this.#buses.delete(name);
  }

  get all(): Bus[] {
    return [...this.#buses.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #arnOf(name: string): string {
    return `arn:aws:events:${this.region}:${this.accountId}:event-bus/${name}`;
  }
}
