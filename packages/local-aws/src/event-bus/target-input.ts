/**
 * The input of a target: the event, a constant, a part of the event, or a template
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
 */

import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../aws-json/json.js";
import { textField } from "../aws-json/request-fields.js";
import { validationError } from "../aws-json/service-error.js";
import { type BusEvent, eventTime } from "./bus-event.js";
import { type InputTemplate, parseTemplate } from "./input-template.js";
import { type JsonPath, parseJsonPath } from "./json-path.js";

export interface Matched {
  readonly event: BusEvent;
  readonly rule: { readonly name: string; readonly arn: string };
  readonly ingestedAt: number;
}

/** Returns `undefined` if the filled template is not JSON. The event is then undeliverable. */
export type TargetInput = (matched: Matched) => JsonValue | undefined;

/** @throws ServiceError, a ValidationException, if EventBridge would reject the input in PutTargets. */
export const targetInput = (target: JsonObject, id: string): TargetInput => {
  const constant = textField(target, "Input", { max: 8192 });
  const path = textField(target, "InputPath", { max: 256 });
  const transformer = target.InputTransformer ?? undefined;
  if ([constant, path, transformer].filter((way) => way !== undefined).length > 1)
    throw validationError(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`,
    );
  if (constant !== undefined) return constantInput(constant, id);
  if (path !== undefined) {
    const read = pathOf(path, `InputPath for target ${id}`);
    return ({ event }) => read(jsonOf(event)) ?? null;
  }
  return transformer === undefined ? ({ event }) => jsonOf(event) : transformed(transformer, id);
};

const constantInput = (text: string, id: string): TargetInput => {
  const value = parseJson(text);
  if (value === undefined) throw validationError(`JSON syntax error in input for target ${id}`);
  return () => value;
};

const MOST_PATHS = 100;

const transformed = (transformer: JsonValue, id: string): TargetInput => {
  if (!isJsonObject(transformer)) throw validationError(`InputTransformer for target ${id} is not an object`);
  const pathTexts = transformer.InputPathsMap ?? {};
  if (!isJsonObject(pathTexts) || Object.keys(pathTexts).length > MOST_PATHS)
    throw validationError(`InputPathsMap for target ${id} must be a map of at most ${MOST_PATHS} paths`);
  const paths = new Map<string, JsonPath>();
  for (const [name, text] of Object.entries(pathTexts)) {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name) || /^aws/i.test(name))
      throw validationError(`Invalid InputPathsMap key ${name} for target ${id}`);
    paths.set(name, pathOf(text, `InputPathsMap value of ${name} for target ${id}`));
  }
  const text = textField(transformer, "InputTemplate", { max: 8192 }) ?? "";
  const template = parseTemplate(text, new Set([...paths.keys(), ...PREDEFINED.keys()]));
  if (typeof template === "string")
    throw validationError(`Invalid InputTemplate for target ${id} : ${template}`);
  return (matched) => fill(template, paths, matched);
};

const fill = (
  template: InputTemplate,
  paths: ReadonlyMap<string, JsonPath>,
  matched: Matched,
): JsonValue | undefined => {
  const event = jsonOf(matched.event);
  return parseJson(template((name) => PREDEFINED.get(name)?.(matched) ?? paths.get(name)?.(event)));
};

/** Reserved variables. A template cannot redefine them. */
const PREDEFINED: ReadonlyMap<string, (matched: Matched) => JsonValue> = new Map([
  ["aws.events.rule-arn", ({ rule }) => rule.arn],
  ["aws.events.rule-name", ({ rule }) => rule.name],
  ["aws.events.event.ingestion-time", ({ ingestedAt }) => eventTime(ingestedAt)],
  ["aws.events.event", ({ event: { detail: _detail, ...envelope } }) => jsonOf(envelope)],
  ["aws.events.event.json", ({ event }) => jsonOf(event)],
]);

const pathOf = (text: JsonValue, place: string): JsonPath => {
  const path = typeof text === "string" && text.length <= 256 ? parseJsonPath(text) : undefined;
  if (path === undefined) throw validationError(`${place} is not a supported JSON path`);
  return path;
};

const jsonOf = (value: unknown): JsonValue => value as JsonValue;
