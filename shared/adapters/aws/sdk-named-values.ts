/**
 * Named values through the SDK clients, for CLI commands: the SDK's credential chain finds the operator's
 * credentials.
 */
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { NamedValue } from "./named-values.js";

export const sdkSecretValue =
  (client: SecretsManagerClient): NamedValue =>
  async (name) =>
    (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;

export const sdkParameterValue =
  (client: SSMClient): NamedValue =>
  async (name) =>
    (await client.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
