/** The secrets that a CloudFormation stack declares. */
import type { Stack } from "../template/index.js";
import type { GenerateSecretString } from "./generated-secret.js";

export interface DeclaredSecret {
  readonly name: string;
  readonly arn: string;
  readonly value?: string;
  /** Generates the value once, if none is declared. */
  readonly generate?: GenerateSecretString;
}

export const secretsFromStack = (stack: Pick<Stack, "resources">): DeclaredSecret[] =>
  stack.resources("AWS::SecretsManager::Secret").map(({ logicalId, arn, properties }) => {
    const { Name: name = logicalId, SecretString: value, GenerateSecretString: generate } = properties;
    return {
      name: String(name),
      arn,
      ...(typeof value === "string" && { value }),
      ...(generate !== undefined && { generate: generate as GenerateSecretString }),
    };
  });
