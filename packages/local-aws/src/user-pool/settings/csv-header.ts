/** The columns of a file of users: all attributes but `sub`, which the service makes, and developer-only ones. */
import type { AttributeSchema } from "./attribute-schema.js";

export function csvHeader(schema: AttributeSchema): string[] {
  const names = [...schema.values()].filter(({ name, developerOnly }) => name !== "sub" && !developerOnly);
  return [...names.map(({ name }) => name), "cognito:mfa_enabled", "cognito:username"];
}
