/** Sorts resources in creation order. Circular dependencies are rejected, as in CloudFormation. */

import { isJsonObject } from "../aws-json/json.js";
import { variablesIn } from "./substitution.js";
import type { ResourceDeclaration } from "./template-document.js";
import { TemplateError } from "./template-error.js";

/**
 * @param chosen the selected branch of an `Fn::If`
 * @throws TemplateError "circular dependency" with the resources of the cycle
 */
export const dependencyOrder = (
  resources: ReadonlyMap<string, ResourceDeclaration>,
  chosen: (condition: string) => boolean,
): readonly string[] => {
  const order = new Set<string>();
  const path: string[] = [];
  const visit = (logicalId: string): void => {
    if (order.has(logicalId)) return;
    const start = path.indexOf(logicalId);
    if (start >= 0) {
      const circle = [...path.slice(start), logicalId].join(" -> ");
      throw new TemplateError(`Resources.${logicalId}`, `circular dependency: ${circle}`);
    }
    path.push(logicalId);
    const { Properties, DependsOn = [] } = resources.get(logicalId) ?? { Type: "" };
    const needed = [
      ...references(Properties, chosen),
      ...(typeof DependsOn === "string" ? [DependsOn] : DependsOn),
    ];
    // References to parameters and pseudo parameters have the same syntax but are not dependencies.
    for (const name of needed) if (resources.has(name)) visit(name);
    path.pop();
    order.add(logicalId);
  };
  for (const logicalId of resources.keys()) visit(logicalId);
  return [...order];
};

function* references(value: unknown, chosen: (condition: string) => boolean): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* references(item, chosen);
  if (!isJsonObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === "Fn::If" && Array.isArray(item))
      yield* references(item[chosen(String(item[0])) ? 1 : 2], chosen);
    else {
      if (key === "Ref" && typeof item === "string") yield item;
      if (key === "Fn::GetAtt") yield String(Array.isArray(item) ? item[0] : item).split(".")[0] ?? "";
      if (key === "Fn::Sub") yield* substituted(item);
      yield* references(item, chosen);
    }
  }
}

const substituted = (argument: unknown): readonly string[] => {
  const [template, given] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof template !== "string") return [];
  return variablesIn(template)
    .filter((name) => !(isJsonObject(given) && Object.hasOwn(given, name)))
    .map((name) => name.split(".")[0] ?? "");
};
