/**
 * The Conditions section. Conditions depend on parameters and mappings, never on resources.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */

import { isJsonObject } from "../aws-json/json.js";
import { type Names, resolve } from "./intrinsics.js";
import type { JsonObject } from "./template-document.js";
import { TemplateError } from "./template-error.js";

/**
 * Evaluates each condition once, by name. The evaluator throws TemplateError for an unknown name or a cycle.
 */
export const conditionEvaluator = (declared: JsonObject, names: Omit<Names, "condition">) => {
  const known = new Map<string, boolean | "being evaluated">();

  const named = (name: string, place: string): boolean => {
    const value = known.get(name);
    if (value === "being evaluated") throw new TemplateError(place, `condition ${name} depends on itself`);
    if (value !== undefined) return value;
    if (!Object.hasOwn(declared, name)) throw new TemplateError(place, `there is no condition ${name}`);
    known.set(name, "being evaluated");
    const result = evaluate(declared[name], `Conditions.${name}`);
    known.set(name, result);
    return result;
  };

  const evaluate = (expression: unknown, place: string): boolean => {
    const [entry, ...others] = isJsonObject(expression) ? Object.entries(expression) : [];
    if (entry === undefined || others.length > 0)
      throw new TemplateError(place, "expected one condition function");
    const [operator, argument] = entry;
    const inner = `${place}.${operator}`;
    if (operator === "Condition" && typeof argument === "string") return named(argument, inner);
    if (!Array.isArray(argument)) throw new TemplateError(inner, "expected a list");
    const all = () => argument.map((item, index) => evaluate(item, `${inner}[${index}]`));
    switch (operator) {
      case "Fn::Equals":
        return equal(argument, inner);
      case "Fn::And":
        return all().every(Boolean);
      case "Fn::Or":
        return all().some(Boolean);
      case "Fn::Not":
        if (argument.length === 1) return !all()[0];
        break;
    }
    throw new TemplateError(inner, "not a condition function");
  };

  const equal = (operands: readonly unknown[], place: string): boolean => {
    if (operands.length !== 2) throw new TemplateError(place, "expected two values");
    const [left, right] = operands.map((operand) => resolve(operand, { ...names, condition: named }, place));
    // Parameters are strings; templates compare them with "true" or with true.
    return comparable(left) === comparable(right);
  };

  return named;
};

const comparable = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);
