/**
 * The JSON paths that EventBridge supports: dots, array indices and `*`
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
 */
import { isJsonObject, type JsonValue } from "../aws-json/json.js";

/** Reads a value from an event. Returns `undefined` if it is missing. */
export type JsonPath = (root: JsonValue) => JsonValue | undefined;

const STEP = /\.([A-Za-z0-9_\-/]+|\*)|\[(\d+|\*)\]/y;

/** Returns `undefined` if the text is not a supported path. */
export const parseJsonPath = (text: string): JsonPath | undefined => {
  if (!text.startsWith("$")) return undefined;
  const steps: string[] = [];
  for (let at = 1; at < text.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const step = STEP.exec(text);
    if (step === null) return undefined;
    steps.push(step[1] ?? step[2] ?? "");
  }
  return (root) => follow(root, steps);
};

const follow = (value: JsonValue, steps: readonly string[]): JsonValue | undefined => {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step === "*") {
    if (!Array.isArray(value) && !isJsonObject(value)) return undefined;
    const found = Object.values(value).map((child) => follow(child, rest));
    return found.filter((child) => child !== undefined);
  }
  const inside = (Array.isArray(value) || isJsonObject(value)) && Object.hasOwn(value, step);
  const child = inside ? (value as Record<string, JsonValue>)[step] : undefined;
  return child === undefined ? undefined : follow(child, rest);
};
