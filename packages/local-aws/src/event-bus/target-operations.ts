/** PutTargets, RemoveTargets and ListTargetsByRule. */

import type { Operation } from "../aws-json/call.js";
import { isJsonObject, type JsonObject } from "../aws-json/json.js";
import {
  pageOf,
  requiredList,
  requiredText,
  serializationError,
  textField,
} from "../aws-json/request-fields.js";
import { ServiceError } from "../aws-json/service-error.js";
import type { Bus, BusRegistry, Rule } from "./bus-registry.js";
import { type BusTarget, readTarget } from "./bus-target.js";

const MOST_TARGETS = 5;

export const targetOperations = (registry: BusRegistry): Readonly<Record<string, Operation>> => {
  const ruleOf = (input: JsonObject): { bus: Bus; rule: Rule } => {
    const bus = registry.require(textField(input, "EventBusName", { max: 1600 }));
    return { bus, rule: bus.requireRule(requiredText(input, "Rule", { max: 64 })) };
  };

  return {
    PutTargets: (input) => {
      const { bus, rule } = ruleOf(input);
      const targets = new Map(rule.targets);
      for (const properties of requiredList(input, "Targets", 100)) {
        if (!isJsonObject(properties)) throw serializationError("Targets");
        const target = readTarget(properties);
        targets.set(target.id, target);
      }
      if (targets.size > MOST_TARGETS)
        throw new ServiceError("LimitExceededException", `No more than ${MOST_TARGETS} targets on a rule.`);
      bus.putRule({ ...rule, targets });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: (input) => {
      const { bus, rule } = ruleOf(input);
      const targets = new Map<string, BusTarget>(rule.targets);
      const unknown = requiredList(input, "Ids", 100).filter((id) => !targets.delete(String(id)));
      bus.putRule({ ...rule, targets });
      const failures = unknown.map((id) => ({
        TargetId: String(id),
        ErrorCode: "ResourceNotFoundException",
        ErrorMessage: `Rule ${rule.name} does not have a target with the Id ${String(id)}.`,
      }));
      return { FailedEntryCount: failures.length, FailedEntries: failures };
    },
    ListRuleNamesByTarget: (input) => {
      const target = requiredText(input, "TargetArn", { max: 1600 });
      const bus = registry.require(textField(input, "EventBusName", { max: 1600 }));
      const rules = bus.rules.filter(({ targets }) =>
        [...targets.values()].some(({ arn }) => arn === target),
      );
      const { page, ...next } = pageOf(input, rules);
      return { RuleNames: page.map(({ name }) => name), ...next };
    },
    ListTargetsByRule: (input) => {
      const { rule } = ruleOf(input);
      const { page, ...next } = pageOf(input, [...rule.targets.values()]);
      return { Targets: page.map(({ properties }) => properties), ...next };
    },
  };
};
