/** Reads string values of Secrets Manager and Parameter Store by name, without the SDK clients. */
import { AuthError, namedError } from "../../domain/errors.js";
import type { AwsJsonCall, AwsJsonService } from "./signed-json.js";

/** Resolves to undefined if no string value exists. Rejects with the error of the service or the network. */
export type NamedValue = (name: string) => Promise<string | undefined>;

type Service = Omit<AwsJsonService, "endpoint">;
export const SECRETS_MANAGER: Service = { name: "secretsmanager", target: "secretsmanager", version: "1.1" };
export const PARAMETER_STORE: Service = { name: "ssm", target: "AmazonSSM", version: "1.1" };

export const secretValue =
  (call: AwsJsonCall): NamedValue =>
  async (name) =>
    text((await call("GetSecretValue", { SecretId: name })).SecretString);

export const parameterValue =
  (call: AwsJsonCall): NamedValue =>
  async (name) => {
    const { Parameter } = await call("GetParameter", { Name: name });
    return text((Parameter as { Value?: unknown } | undefined)?.Value);
  };

/**
 * The names in a comma-separated parameter, at least one. @throws AuthError `internal`, whose cause has the name of a
 * parameter that is not such a list, and never its value.
 */
export const namesIn = (parameterName: string, value: string | undefined): ReadonlySet<string> => {
  const names = value?.split(",").map((each) => each.trim()) ?? [];
  if (names.length > 0 && names.every((each) => /^[!-~]+$/.test(each))) return new Set(names);
  const words = `the parameter ${parameterName} takes names, separated by commas`;
  throw new AuthError("internal", { cause: namedError("MalformedParameter", words) });
};

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
