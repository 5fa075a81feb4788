/**
 * The columns of an import file: all attributes except developer-only ones and `sub`, which the service
 * generates.
 */
import type { AttributeSchema } from "./attribute-schema.js";

export function csvHeader(schema: AttributeSchema): string[] {
  const names = [...schema.values()].filter(({ name, developerOnly }) => name !== "sub" && !developerOnly);
  return [...names.map(({ name }) => name), "cognito:mfa_enabled", "cognito:username"];
}
