/** Reads buses, rules and archives from the resources of a resolved CloudFormation stack. */
import type { JsonObject } from "../aws-json/json.js";
import type { DeclaredArchive, DeclaredBus, DeclaredRule } from "./declared-rules.js";

interface StackResource {
  readonly physicalId: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ResolvedStack {
  resources(type: string): readonly StackResource[];
}

export const busesFromStack = (stack: ResolvedStack) => ({
  buses: declaredBuses(stack),
  rules: declaredRules(stack),
  archives: declaredArchives(stack),
});

const declaredBuses = (stack: ResolvedStack): DeclaredBus[] =>
  stack.resources("AWS::Events::EventBus").map(({ physicalId, arn, properties }) => ({
    name: physicalId,
    arn,
    tags: (properties.Tags ?? []) as JsonObject[],
  }));

const declaredRules = (stack: ResolvedStack): DeclaredRule[] =>
  stack.resources("AWS::Events::Rule").map(({ physicalId, properties }) => ({
    name: physicalId,
    busName: String(properties.EventBusName ?? "default"),
    ...(properties.EventPattern !== undefined && { eventPattern: properties.EventPattern as JsonObject }),
    ...(properties.ScheduleExpression !== undefined && {
      scheduleExpression: String(properties.ScheduleExpression),
    }),
    state: properties.State === "DISABLED" ? ("DISABLED" as const) : ("ENABLED" as const),
    targets: (properties.Targets ?? []) as JsonObject[],
    tags: (properties.Tags ?? []) as JsonObject[],
  }));

const declaredArchives = (stack: ResolvedStack): DeclaredArchive[] =>
  stack.resources("AWS::Events::Archive").map(({ physicalId, properties }) => ({
    name: physicalId,
    sourceArn: String(properties.SourceArn),
    ...(properties.EventPattern !== undefined && { eventPattern: properties.EventPattern as JsonObject }),
    retentionDays: Number(properties.RetentionDays ?? 0),
  }));
