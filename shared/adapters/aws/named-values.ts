/** Values that AWS keeps under a name: texts of Secrets Manager and of Parameter Store, by light calls. */
import type { AwsJsonCall, AwsJsonService } from "./signed-json.js";

/** Undefined where nothing, or something else than a text, is kept. Rejects with what the service or the network says. */
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

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
