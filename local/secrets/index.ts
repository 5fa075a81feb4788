import { randomBytes } from "node:crypto";
import { startAwsJsonServer } from "../event-bus/aws-json-server.js";
export const startSecrets = async (o: { secrets: readonly { name: string; arn: string }[]; dataFile?: string }) => {
  const values = new Map(o.secrets.map(({ name }) => [name, randomBytes(20).toString("hex")]));
  const s = await startAwsJsonServer({ name: "secretsmanager", operations: { GetSecretValue: ({ SecretId }) => ({ SecretString: values.get(String(SecretId)) }) } });
  return { ...s, value: (name: string) => values.get(name) ?? "" };
};
