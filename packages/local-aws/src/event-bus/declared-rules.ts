/** Buses, rules and archives that a template declares, with CloudFormation references resolved. */

import type { Operation } from "../aws-json/call.js";
import type { JsonObject } from "../aws-json/json.js";
import { LocalAwsError } from "../local-aws-error.js";
import type { BusRegistry } from "./bus-registry.js";

export interface DeclaredBus {
  readonly name: string;
  readonly arn: string;
  /** `Tags` of `AWS::Events::EventBus`. */
  readonly tags?: readonly JsonObject[];
}

export interface DeclaredRule {
  readonly name: string;
  /** Name or ARN. The default bus if absent. */
  readonly busName?: string;
  readonly eventPattern?: JsonObject | string;
  readonly scheduleExpression?: string;
  readonly state?: string;
  /** `Targets` of `AWS::Events::Rule`. */
  readonly targets: readonly JsonObject[];
  /** `Tags` of `AWS::Events::Rule`. */
  readonly tags?: readonly JsonObject[];
}

export interface DeclaredArchive {
  readonly name: string;
  /** The ARN of a bus. */
  readonly sourceArn: string;
  readonly description?: string;
  readonly eventPattern?: JsonObject | string;
  readonly retentionDays?: number;
}

interface Declared {
  readonly buses: readonly DeclaredBus[];
  readonly rules: readonly DeclaredRule[];
  readonly archives: readonly DeclaredArchive[];
}

/** Uses the API operations, so that templates have the same limits as API requests. */
export const declare = (
  registry: BusRegistry,
  operations: Readonly<Record<string, Operation>>,
  { buses, rules, archives }: Declared,
  now: number,
): void => {
  for (const { name, arn, tags = [] } of buses) {
    registry.add(name, now, arn);
    naming("Bus", name, () => operations.TagResource?.({ ResourceARN: arn, Tags: [...tags] }));
  }
  for (const rule of rules) naming("Rule", rule.name, () => declareRule(operations, rule));
  for (const archive of archives) naming("Archive", archive.name, () => declareArchive(operations, archive));
};

/**
 * @throws LocalAwsError that names the declaration that EventBridge would reject or that is not supported.
 */
const naming = (kind: string, name: string, run: () => unknown): void => {
  try {
    run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocalAwsError(`${kind} ${name} cannot be declared: ${reason}`, { cause });
  }
};

const patternText = (pattern: JsonObject | string | undefined): string | undefined =>
  typeof pattern === "object" ? JSON.stringify(pattern) : pattern;

const declareArchive = (
  operations: Readonly<Record<string, Operation>>,
  { name, sourceArn, description, eventPattern, retentionDays }: DeclaredArchive,
): void => {
  const pattern = patternText(eventPattern);
  operations.CreateArchive?.({
    ArchiveName: name,
    EventSourceArn: sourceArn,
    ...(description !== undefined && { Description: description }),
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(retentionDays !== undefined && { RetentionDays: retentionDays }),
  });
};

const declareRule = (operations: Readonly<Record<string, Operation>>, rule: DeclaredRule): void => {
  const { name, busName, eventPattern, scheduleExpression, state, targets, tags = [] } = rule;
  const bus: JsonObject = busName === undefined ? {} : { EventBusName: busName };
  const pattern = patternText(eventPattern);
  operations.PutRule?.({
    Name: name,
    ...bus,
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
    ...(state !== undefined && { State: state }),
    Tags: [...tags],
  });
  if (targets.length > 0) operations.PutTargets?.({ Rule: name, ...bus, Targets: [...targets] });
};
