/**
 * A local AWS Secrets Manager with the secrets of a template, by name or ARN, with versions, over the
 * protocol of the AWS SDKs. With a data file, generated values persist across restarts.
 */
import { createHash, randomUUID } from "node:crypto";
import { startAwsJsonServer } from "../aws-json/server.js";
import type { DeclaredSecret } from "./declared-secrets.js";
import { generateSecret } from "./generated-secret.js";
import { loadSecrets, saveSecrets } from "./secret-file.js";
import { secretOperations } from "./secret-operations.js";
import { currentOf, type Secret, SecretStore, withVersion } from "./secret-store.js";

export { type DeclaredSecret, secretsFromStack } from "./declared-secrets.js";
export type { GenerateSecretString } from "./generated-secret.js";

export interface SecretsOptions {
  readonly secrets: readonly DeclaredSecret[];
  /** A free port if absent or 0. */
  readonly port?: number;
  /** File for all secrets. Without it they are in memory. */
  readonly dataFile?: string;
  readonly region?: string;
  readonly accountId?: string;
  readonly clock?: { now(): number };
}

export interface Secrets {
  readonly url: string;
  readonly port: number;
  /** The current string of a secret, by name or ARN. Throws if there is none. */
  value(nameOrArn: string): string;
  close(): Promise<void>;
}

export const startSecrets = async (options: SecretsOptions): Promise<Secrets> => {
  const { dataFile, region = "us-east-1", accountId = "000000000000", clock = Date } = options;
  const kept = dataFile === undefined ? [] : loadSecrets(dataFile);
  const store = new SecretStore(kept, (secrets) => {
    if (dataFile !== undefined) saveSecrets(dataFile, secrets);
  });
  for (const secret of options.secrets) declare(store, secret, clock.now());
  const operations = secretOperations({
    store,
    arnPrefix: `arn:aws:secretsmanager:${region}:${accountId}`,
    now: () => clock.now(),
  });
  const server = await startAwsJsonServer({ name: "secretsmanager", operations }, options.port);
  return {
    url: server.url,
    port: server.port,
    value: (nameOrArn) => {
      const value = currentOf(store.require(nameOrArn))?.value;
      if (value === undefined || !("string" in value)) throw new Error(`Secret ${nameOrArn} has no text.`);
      return value.string;
    },
    close: () => server.close(),
  };
};

/**
 * Same behaviour as a deployment: a declared value becomes a new version only if the declaration has changed,
 * so a value that an operator puts later survives a restart. A generated value is created once.
 */
const declare = (store: SecretStore, { name, arn, value, generate }: DeclaredSecret, now: number): void => {
  const known = store.find(name);
  const base: Secret = { ...(known ?? { name, createdAt: now, changedAt: now, versions: [] }), arn };
  const digest = value === undefined ? undefined : createHash("sha256").update(value).digest("hex");
  const isNew = value === undefined ? base.versions.length === 0 : base.declared !== digest;
  const text = value ?? (generate && isNew ? generateSecret(generate) : undefined);
  if (text === undefined || !isNew) {
    store.save(base);
    return;
  }
  const version = { id: randomUUID(), value: { string: text }, stages: ["AWSCURRENT"], createdAt: now };
  store.save(withVersion(digest === undefined ? base : { ...base, declared: digest }, version));
};
