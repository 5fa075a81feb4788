/** Parses the settings of a pool from its properties. Rejects what Amazon Cognito would not deploy. */
import type { z } from "zod";
import { invalidParameter } from "../errors.js";
import { checkMfaSettings } from "./mfa-settings.js";
import { type PoolSettings, poolProperties } from "./pool-properties.js";
import { checkPoolRules } from "./pool-rules.js";

export type { PasswordPolicy, PoolSettings, SchemaAttribute } from "./pool-properties.js";

/** Throws InvalidParameterException for properties that Amazon Cognito would not deploy. */
export function parsePoolSettings(properties: unknown, place: string): PoolSettings {
  const parsed = poolProperties.safeParse(properties);
  if (!parsed.success) throw invalidParameter(`${place}: ${describeIssues(parsed.error)}`);
  const settings = parsed.data;
  if (settings.UsernameAttributes.length > 0 && settings.AliasAttributes.length > 0) {
    throw invalidParameter(`${place}: Only one of the aliasAttributes or usernameAttributes can be set.`);
  }
  checkPoolRules(settings, place);
  checkMfaSettings(settings, place);
  return settings;
}

export const describeIssues = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join(".") || "value"}: ${issue.message}`).join("; ");
