/**
 * Describes invalid input in the terms of AWS JSON 1.1. The text omits values, which may be passwords. A
 * value of another JSON type is a SerializationException. Anything else is an InvalidParameterException that
 * lists all violations.
 */
import type { z } from "zod";
import { CognitoError, invalidParameter } from "../errors.js";

type Issue = z.core.$ZodIssue;

export function refusedInput(issues: readonly Issue[], input: unknown): CognitoError {
  const otherType = issues.find((issue) => isOfOtherType(issue, input));
  if (otherType) {
    const where = otherType.path.length === 0 ? "The request" : `Member '${memberName(otherType)}'`;
    return new CognitoError("SerializationException", `${where} has the wrong type.`);
  }
  const details = issues.map(
    (issue) => `Value at '${memberName(issue)}' failed to satisfy constraint: ${constraintOf(issue, input)}`,
  );
  const errors = details.length === 1 ? "error" : "errors";
  return invalidParameter(`${details.length} validation ${errors} detected: ${details.join("; ")}`);
}

function memberName({ path }: Issue): string {
  const name = path.join(".");
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const valueAt = (issue: Issue, input: unknown): unknown =>
  issue.path.reduce<unknown>((value, key) => Object(value)[key], input);

function isOfOtherType(issue: Issue, input: unknown): boolean {
  const value = valueAt(issue, input) ?? undefined;
  if (issue.path.length === 0 && issue.code === "invalid_type") return true;
  if (value === undefined) return false;
  if (issue.code === "invalid_value") return issue.values.every((allowed) => typeof allowed !== typeof value);
  return issue.code === "invalid_type";
}

function constraintOf(issue: Issue, input: unknown): string {
  if ((valueAt(issue, input) ?? undefined) === undefined) return "Member must not be null";
  if (issue.code === "too_big")
    return `Member must have ${measureOf(issue)} less than or equal to ${issue.maximum}`;
  if (issue.code === "too_small")
    return `Member must have ${measureOf(issue)} greater than or equal to ${issue.minimum}`;
  if (issue.code === "invalid_value")
    return `Member must satisfy enum value set: [${issue.values.join(", ")}]`;
  if (issue.code === "invalid_format" && issue.pattern !== undefined)
    return `Member must satisfy regular expression pattern: ${bare(issue.pattern)}`;
  return issue.message;
}

const measureOf = ({ origin }: { readonly origin: string }): string =>
  ["int", "number", "bigint"].includes(origin) ? "value" : "length";

/** AWS patterns match the whole text and have no anchors. */
const bare = (pattern: string): string => pattern.replace(/^\/?\^?/, "").replace(/\$?(\/[a-z]*)?$/, "");
