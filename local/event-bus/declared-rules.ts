/** Buses and rules that a template declares, already resolved from CloudFormation. */
import type { Operation } from "./aws-json-server.js";
import type { BusRegistry } from "./bus-registry.js";
import type { JsonObject } from "./json.js";

export interface DeclaredBus {
  readonly name: string;
  readonly arn: string;
}

export interface DeclaredRule {
  readonly name: string;
  /** Name or ARN; the default bus when absent. */
  readonly busName?: string;
  readonly eventPattern?: JsonObject | string;
  readonly scheduleExpression?: string;
  readonly state?: string;
  /** `Targets` of `AWS::Events::Rule`. */
  readonly targets: readonly JsonObject[];
}

/** Goes through the API's own operations, so that a template meets the limits that a caller meets. */
export const declare = (
  registry: BusRegistry,
  operations: Readonly<Record<string, Operation>>,
  { buses, rules }: { buses: readonly DeclaredBus[]; rules: readonly DeclaredRule[] },
  now: number,
): void => {
  for (const { name, arn } of buses) registry.add(name, now, arn);
  for (const rule of rules) {
    try {
      declareRule(operations, rule);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Rule ${rule.name} cannot be declared: ${reason}`, { cause });
    }
  }
};

const declareRule = (operations: Readonly<Record<string, Operation>>, rule: DeclaredRule): void => {
  const { name, busName, eventPattern, scheduleExpression, state, targets } = rule;
  const bus: JsonObject = busName === undefined ? {} : { EventBusName: busName };
  const pattern = typeof eventPattern === "object" ? JSON.stringify(eventPattern) : eventPattern;
  operations.PutRule?.({
    Name: name,
    ...bus,
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
    ...(state !== undefined && { State: state }),
  });
  if (targets.length > 0) operations.PutTargets?.({ Rule: name, ...bus, Targets: [...targets] });
};
