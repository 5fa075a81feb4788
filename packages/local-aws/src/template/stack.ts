/** A template evaluated for a region, account and stack name. */

import { isJsonObject } from "../aws-json/json.js";
import { dependencyOrder } from "./dependency-order.js";
import { type Names, resolve } from "./intrinsics.js";
import type { Surroundings } from "./parameters.js";
import { type StackNames, stackNames } from "./stack-names.js";
import type { JsonObject, TemplateDocument } from "./template-document.js";
import { TemplateError } from "./template-error.js";

export type StackResource = {
  readonly logicalId: string;
  readonly type: string;
  /** The result of `Ref`. */
  readonly physicalId: string;
  /** The ARN, or the physical id if the type has no ARN. */
  readonly arn: string;
  readonly properties: JsonObject;
};

export type Stack = {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** The types of its resources, without duplicates. */
  readonly types: readonly string[];
  /** The resources of a type in creation order. */
  resources(type: string): readonly StackResource[];
  /** @throws TemplateError if the stack has no such resource. */
  resource(logicalId: string): StackResource;
  readonly outputs: Readonly<Record<string, string>>;
  /** @throws TemplateError for the first resource or output that cannot be resolved. */
  resolveAll(): void;
};

export const stackOf = (document: TemplateDocument, surroundings: Surroundings): Stack => {
  const names = stackNames(document, surroundings);
  const order = dependencyOrder(names.declared, (condition) => names.condition(condition, "Fn::If"));
  const known = new Map<string, StackResource>();
  const typeOf = (logicalId: string): string => names.declared.get(logicalId)?.Type ?? "";
  const resource = (logicalId: string): StackResource => {
    if (!names.declared.has(logicalId))
      throw new TemplateError(`Resources.${logicalId}`, "there is no such resource");
    const resolved = known.get(logicalId) ?? resourceOf(logicalId, names);
    known.set(logicalId, resolved);
    return resolved;
  };
  const { stackName, region, accountId } = surroundings;
  return {
    name: stackName,
    region,
    accountId,
    types: [...new Set(order.map(typeOf))],
    resources: (type) => order.filter((logicalId) => typeOf(logicalId) === type).map(resource),
    resource,
    get outputs() {
      return outputsOf(document, names);
    },
    resolveAll: () => {
      for (const logicalId of order) resource(logicalId);
      outputsOf(document, names);
    },
  };
};

const resourceOf = (logicalId: string, names: StackNames): StackResource => {
  const { Type = "", Properties = {} } = names.declared.get(logicalId) ?? {};
  const properties = resolve(Properties, names, `Resources.${logicalId}.Properties`);
  if (!isJsonObject(properties))
    throw new TemplateError(`Resources.${logicalId}.Properties`, "not an object");
  return { logicalId, type: Type, ...names.identity(logicalId), properties };
};

const outputsOf = ({ Outputs = {} }: TemplateDocument, names: Names): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(Outputs)
      .filter(
        ([name, { Condition }]) =>
          typeof Condition !== "string" || names.condition(Condition, `Outputs.${name}`),
      )
      .map(([name, output]) => {
        const place = `Outputs.${name}.Value`;
        const value = resolve(output.Value, names, place);
        if (["string", "number", "boolean"].includes(typeof value)) return [name, String(value)];
        throw new TemplateError(place, "expected a string");
      }),
  );
