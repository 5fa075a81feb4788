/** Validates a transform of a mapping. */
import type { Transform } from "./mapping.js";
import { MAX_ATTRIBUTE_LENGTH } from "./transforms.js";

const PLAIN: ReadonlySet<string> = new Set(["trim", "lower", "locale", "boolean", "phone"]);
const CALLING_CODE = /^[1-9]\d{0,2}$/;
const TRUNK_PREFIX = /^\d{1,4}$/;

/** The problem of a transform; undefined if it is valid. */
export const checkTransform = (transform: Transform): "wrong_transform" | "empty_values" | undefined => {
  if (typeof transform === "string") return PLAIN.has(transform) ? undefined : "wrong_transform";
  if (Object.keys(transform).length !== 1) return "wrong_transform";
  if ("values" in transform) return checkValues(transform.values);
  return isSound(transform) ? undefined : "wrong_transform";
};

const checkValues = (values: Readonly<Record<string, string>>) => {
  const listed = Object.values(values);
  if (listed.length === 0) return "empty_values";
  const sound = listed.every((each) => typeof each === "string" && each.trim() !== "");
  return sound ? undefined : "wrong_transform";
};

const isSound = (transform: Exclude<Transform, string | { readonly values: unknown }>): boolean => {
  if ("phone" in transform) {
    const { callingCode, trunkPrefix } = transform.phone;
    return CALLING_CODE.test(callingCode) && (trunkPrefix === undefined || TRUNK_PREFIX.test(trunkPrefix));
  }
  if ("namePart" in transform) return ["given", "family"].includes(transform.namePart);
  const { maxLength } = transform;
  return Number.isSafeInteger(maxLength) && maxLength >= 1 && maxLength <= MAX_ATTRIBUTE_LENGTH;
};
