/**
 * Finds the rules that match an event. Most rules name a detail-type or a source and are tested only against
 * events that carry it. So the cost per event does not grow with the number of unrelated rules.
 */
import type { BusEvent } from "./bus-event.js";
import { fieldsOf } from "./pattern/event-fields.js";
import type { EventPattern } from "./pattern/event-pattern.js";

interface Indexed {
  readonly enabled: boolean;
  readonly eventPattern?: { readonly compiled: EventPattern };
}

export class RuleIndex<T extends Indexed = Indexed> {
  readonly #byDetailType = new Map<string, T[]>();
  readonly #bySource = new Map<string, T[]>();
  readonly #others: T[] = [];

  constructor(rules: Iterable<T>) {
    for (const rule of rules) {
      if (!rule.enabled || rule.eventPattern === undefined) continue;
      const detailTypes = rule.eventPattern.compiled.valuesOf("detail-type");
      const sources = rule.eventPattern.compiled.valuesOf("source");
      if (detailTypes !== undefined) file(this.#byDetailType, detailTypes, rule);
      else if (sources !== undefined) file(this.#bySource, sources, rule);
      else this.#others.push(rule);
    }
  }

  matching(event: BusEvent): T[] {
    const candidates = [
      ...(this.#byDetailType.get(event["detail-type"]) ?? []),
      ...(this.#bySource.get(event.source) ?? []),
      ...this.#others,
    ];
    if (candidates.length === 0) return [];
    const fields = fieldsOf(event);
    return candidates.filter((rule) => rule.eventPattern?.compiled.matches(fields));
  }
}

const file = <T>(index: Map<string, T[]>, values: ReadonlySet<string>, rule: T): void => {
  for (const value of values) {
    const filed = index.get(value);
    if (filed === undefined) index.set(value, [rule]);
    else filed.push(rule);
  }
};
