/**
 * Reads the members of an AWS request. A wrong type is a serialization error, a broken limit a validation
 * error.
 */
import type { JsonObject, JsonValue } from "./json.js";
import { ServiceError, validationError } from "./service-error.js";

interface TextLimits {
  readonly max?: number;
  readonly pattern?: RegExp;
}

/** The last second that a Date can represent. */
const LATEST_SECOND = 8.64e12;

export const textField = (input: JsonObject, name: string, limits: TextLimits = {}): string | undefined => {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw serializationError(name);
  if (limits.max !== undefined && value.length > limits.max)
    throw constraint(name, `Member must have length less than or equal to ${limits.max}`);
  if (limits.pattern !== undefined && !limits.pattern.test(value))
    throw constraint(name, `Member must satisfy regular expression pattern: ${limits.pattern.source}`);
  return value;
};

export const requiredText = (input: JsonObject, name: string, limits: TextLimits = {}): string => {
  const value = textField(input, name, limits);
  if (value === undefined) throw constraint(name, "Member must not be null");
  if (value === "") throw constraint(name, "Member must have length greater than or equal to 1");
  return value;
};

export const requiredList = (input: JsonObject, name: string, max: number): JsonValue[] => {
  const value = input[name] ?? undefined;
  if (value === undefined) throw constraint(name, "Member must not be null");
  if (!Array.isArray(value)) throw serializationError(name);
  if (value.length < 1) throw constraint(name, "Member must have length greater than or equal to 1");
  if (value.length > max) throw constraint(name, `Member must have length less than or equal to ${max}`);
  return value;
};

export const wholeNumber = (
  input: JsonObject,
  name: string,
  min: number,
  max: number,
): number | undefined => {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw serializationError(name);
  if (value < min || value > max) throw constraint(name, `Member must be between ${min} and ${max}`);
  return value;
};

/** Rejects a request that has more than one of these members. */
export const onlyOne = (input: JsonObject, names: readonly string[]): void => {
  const given = names.filter((name) => (input[name] ?? undefined) !== undefined);
  if (given.length > 1) throw validationError(`Only one of ${names.join(", ")} can be specified.`);
};

/** A required timestamp in milliseconds. The protocol sends epoch seconds. */
export const requiredTime = (input: JsonObject, name: string): number => {
  const value = input[name] ?? undefined;
  if (value === undefined) throw constraint(name, "Member must not be null");
  if (typeof value !== "number" || Math.abs(value) > LATEST_SECOND) throw serializationError(name);
  return value * 1000;
};

/** Returns one page of a list, by `Limit` and `NextToken` of the request. */
export const pageOf = <T>(input: JsonObject, items: readonly T[]): { page: T[]; NextToken?: string } => {
  const limit = wholeNumber(input, "Limit", 1, 100) ?? 100;
  const token = textField(input, "NextToken", { max: 2048 });
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString("utf8"));
  if (!Number.isInteger(start) || start < 0) throw validationError("Parameter NextToken is not valid.");
  const end = start + limit;
  const next = end < items.length ? { NextToken: Buffer.from(String(end)).toString("base64url") } : {};
  return { page: items.slice(start, end), ...next };
};

export const constraint = (name: string, rule: string): ServiceError =>
  validationError(
    `1 validation error detected: Value at '${memberName(name)}' failed to satisfy constraint: ${rule}`,
  );

export const serializationError = (name: string): ServiceError =>
  new ServiceError("SerializationException", `Member '${memberName(name)}' has the wrong type.`);

const memberName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
