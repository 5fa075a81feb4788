/**
 * Intrinsic functions of CloudFormation templates.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */

import { isJsonObject } from "../aws-json/json.js";
import { NO_VALUE } from "./parameters.js";
import { substitute } from "./substitution.js";
import type { JsonObject } from "./template-document.js";
import { TemplateError } from "./template-error.js";

/**
 * Resolves the names in a template. Each function throws `TemplateError` with the place for an unknown name.
 */
export type Names = {
  ref(name: string, place: string): unknown;
  attribute(logicalId: string, name: string, place: string): unknown;
  mapping(map: string, first: string, second: string, place: string): unknown;
  condition(name: string, place: string): boolean;
};

type Intrinsic = (argument: unknown, names: Names, place: string) => unknown;

/** Evaluates all intrinsic functions in the value. @throws TemplateError that names the place. */
export const resolve = (value: unknown, names: Names, place: string): unknown => {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolve(item, names, `${place}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  }
  if (!isJsonObject(value)) return value;
  const intrinsic = intrinsicOf(value, place);
  if (intrinsic !== undefined) return intrinsic.run(intrinsic.argument, names, intrinsic.place);
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const result = resolve(item, names, `${place}.${key}`);
    // Uses defineProperty, because a template may have a key "__proto__".
    if (result !== NO_VALUE) {
      Object.defineProperty(resolved, key, {
        value: result,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
  return resolved;
};

const intrinsicOf = (value: JsonObject, place: string) => {
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  const [name, argument] = entry;
  const run = INTRINSICS[name];
  if (run !== undefined) return { run, argument, place: `${place}.${name}` };
  if (name.startsWith("Fn::")) throw new TemplateError(`${place}.${name}`, "this function is not supported");
  return undefined;
};

const text = (value: unknown, place: string): string => {
  if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  throw new TemplateError(place, "expected a string");
};

const tuple = (value: unknown, size: number, place: string): readonly unknown[] => {
  if (Array.isArray(value) && value.length === size) return value;
  throw new TemplateError(place, `expected a list of ${size}`);
};

const list = (value: unknown, names: Names, place: string): readonly unknown[] => {
  const resolved = resolve(value, names, place);
  if (Array.isArray(resolved)) return resolved;
  throw new TemplateError(place, "expected a list");
};

const ref: Intrinsic = (argument, names, place) => names.ref(text(argument, place), place);

const getAtt: Intrinsic = (argument, names, place) => {
  if (Array.isArray(argument)) {
    const [logicalId, attribute] = tuple(argument, 2, place);
    return names.attribute(text(logicalId, place), text(resolve(attribute, names, place), place), place);
  }
  const [logicalId = "", ...attribute] = text(argument, place).split(".");
  return names.attribute(logicalId, attribute.join("."), place);
};

const sub: Intrinsic = (argument, names, place) => {
  const [template, given] = Array.isArray(argument) ? tuple(argument, 2, place) : [argument, {}];
  if (!isJsonObject(given)) throw new TemplateError(place, "expected a map of variables");
  return substitute(text(template, place), (name) => {
    if (Object.hasOwn(given, name)) return text(resolve(given[name], names, place), `${place} \${${name}}`);
    const value = name.includes(".") ? getAtt(name, names, place) : names.ref(name, place);
    return text(value, `${place} \${${name}}`);
  });
};

const join: Intrinsic = (argument, names, place) => {
  const [separator, items] = tuple(argument, 2, place);
  return list(items, names, place)
    .map((item) => text(item, place))
    .join(text(separator, place));
};

const select: Intrinsic = (argument, names, place) => {
  const [index, items] = tuple(argument, 2, place);
  const position = text(resolve(index, names, place), place);
  const chosen = /^\d+$/.test(position) ? list(items, names, place)[Number(position)] : undefined;
  if (chosen === undefined) throw new TemplateError(place, `the list has no item ${position}`);
  return chosen;
};

const split: Intrinsic = (argument, names, place) => {
  const [separator, source] = tuple(argument, 2, place);
  return text(resolve(source, names, place), place).split(text(separator, place));
};

const choose: Intrinsic = (argument, names, place) => {
  const [condition, yes, no] = tuple(argument, 3, place);
  return resolve(names.condition(text(condition, place), place) ? yes : no, names, place);
};

const findInMap: Intrinsic = (argument, names, place) => {
  const [map, first, second] = tuple(argument, 3, place).map((key) =>
    text(resolve(key, names, place), place),
  );
  return names.mapping(map ?? "", first ?? "", second ?? "", place);
};

const base64: Intrinsic = (argument, names, place) =>
  Buffer.from(text(resolve(argument, names, place), place)).toString("base64");

const importValue: Intrinsic = (argument, names, place) => {
  const name = text(resolve(argument, names, place), place);
  throw new TemplateError(place, `exports of other stacks cannot be imported here (${name})`);
};

const INTRINSICS: Readonly<Record<string, Intrinsic>> = Object.assign(Object.create(null), {
  Ref: ref,
  "Fn::GetAtt": getAtt,
  "Fn::Sub": sub,
  "Fn::Join": join,
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::If": choose,
  "Fn::FindInMap": findInMap,
  "Fn::Base64": base64,
  "Fn::ImportValue": importValue,
});
