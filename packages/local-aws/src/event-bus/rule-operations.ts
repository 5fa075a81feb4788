/** PutRule, DeleteRule, DescribeRule, ListRules, EnableRule, DisableRule and TestEventPattern. */

import type { Operation } from "../aws-json/call.js";
import { isJsonObject, type JsonObject, parseJson } from "../aws-json/json.js";
import { pageOf, requiredText, textField } from "../aws-json/request-fields.js";
import { ServiceError, validationError } from "../aws-json/service-error.js";
import type { Bus, BusRegistry, Rule } from "./bus-registry.js";
import { fieldsOf } from "./pattern/event-fields.js";
import { LONGEST_PATTERN, readPattern } from "./read-pattern.js";
import { parseSchedule } from "./schedule.js";
import type { Schedules } from "./schedules.js";
import { readTags, type Tags } from "./tags.js";

const MOST_RULES = 300;
const STATES = ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"];
const RULE_NAME = { max: 64, pattern: /^[.\-_A-Za-z0-9]+$/ };

export const ruleOperations = (
  registry: BusRegistry,
  schedules: Schedules,
  tags: Tags,
): Readonly<Record<string, Operation>> => {
  const busOf = (input: JsonObject): Bus => registry.require(textField(input, "EventBusName", { max: 1600 }));
  const named = (input: JsonObject): { bus: Bus; name: string } => ({
    bus: busOf(input),
    name: requiredText(input, "Name", RULE_NAME),
  });
  const store = (bus: Bus, rule: Rule): void => {
    bus.putRule(rule);
    if (bus.name === "default") schedules.follow(rule);
  };
  const setState = (state: string) => (input: JsonObject) => {
    const { bus, name } = named(input);
    store(bus, { ...bus.requireRule(name), state, enabled: state !== "DISABLED" });
    return {};
  };

  return {
    PutRule: (input) => {
      const bus = busOf(input);
      const rule = readRule(input, bus, registry);
      // Tags of the request are ignored if the rule exists, as on EventBridge.
      if (bus.rule(rule.name) === undefined) tags.add(rule.arn, readTags(input));
      store(bus, rule);
      return { RuleArn: rule.arn };
    },
    DeleteRule: (input) => {
      const { bus, name } = named(input);
      const rule = bus.rule(name);
      if (rule === undefined) return {};
      if (rule.targets.size > 0) throw validationError("Rule can't be deleted since it has targets.");
      if (bus.name === "default") schedules.forget(rule);
      bus.deleteRule(name);
      tags.forget(rule.arn);
      return {};
    },
    DescribeRule: (input) => {
      const { bus, name } = named(input);
      return described(bus.requireRule(name));
    },
    ListRules: (input) => {
      const prefix = textField(input, "NamePrefix", RULE_NAME) ?? "";
      const { page, ...next } = pageOf(
        input,
        busOf(input).rules.filter(({ name }) => name.startsWith(prefix)),
      );
      return { Rules: page.map(described), ...next };
    },
    EnableRule: setState("ENABLED"),
    DisableRule: setState("DISABLED"),
    TestEventPattern: testEventPattern,
  };
};

const readRule = (input: JsonObject, bus: Bus, registry: BusRegistry): Rule => {
  const name = requiredText(input, "Name", RULE_NAME);
  const pattern = textField(input, "EventPattern", { max: LONGEST_PATTERN });
  const schedule = textField(input, "ScheduleExpression", { max: 256 });
  const description = textField(input, "Description", { max: 512 });
  const roleArn = textField(input, "RoleArn", { max: 1600 });
  const state = textField(input, "State") ?? "ENABLED";
  if (!pattern && !schedule)
    throw validationError("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  if (schedule && bus.name !== "default")
    throw validationError("ScheduleExpression is supported only on the default event bus.");
  if (!STATES.includes(state)) throw validationError("Parameter State is not valid.");
  const existing = bus.rule(name);
  if (existing === undefined && bus.rules.length >= MOST_RULES)
    throw new ServiceError("LimitExceededException", `No more than ${MOST_RULES} rules on an event bus.`);
  const path = bus.name === "default" ? name : `${bus.name}/${name}`;
  return {
    name,
    arn: `arn:aws:events:${registry.region}:${registry.accountId}:rule/${path}`,
    busName: bus.name,
    state,
    enabled: state !== "DISABLED",
    ...(description !== undefined && { description }),
    ...(roleArn !== undefined && { roleArn }),
    ...(pattern && { eventPattern: readPattern(pattern) }),
    ...(schedule && { schedule: { text: schedule, compiled: parseSchedule(schedule) } }),
    targets: existing?.targets ?? new Map(),
  };
};

const ENVELOPE = ["id", "account", "source", "time", "region", "resources", "detail-type"];

const testEventPattern: Operation = (input) => {
  const { compiled } = readPattern(requiredText(input, "EventPattern", { max: LONGEST_PATTERN }));
  const event = parseJson(requiredText(input, "Event"));
  const missing = isJsonObject(event)
    ? ENVELOPE.find((name) => !Object.hasOwn(event, name))
    : "a JSON object";
  if (missing !== undefined)
    throw validationError(`Parameter Event is not valid. Reason: ${missing} is required.`);
  return { Result: compiled.matches(fieldsOf(event)) };
};

const described = (rule: Rule): Record<string, unknown> => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.busName,
  State: rule.state,
  ...(rule.description !== undefined && { Description: rule.description }),
  ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
  ...(rule.eventPattern !== undefined && { EventPattern: rule.eventPattern.text }),
  ...(rule.schedule !== undefined && { ScheduleExpression: rule.schedule.text }),
});
