/**
 * Secrets, their versions and staging labels
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html). A label is on one
 * version at a time. When AWSCURRENT moves, its previous version gets AWSPREVIOUS.
 */
import { ServiceError } from "../aws-json/service-error.js";

export type SecretValue = { readonly string: string } | { readonly binary: string };

export interface SecretVersion {
  readonly id: string;
  readonly value: SecretValue;
  readonly stages: readonly string[];
  readonly createdAt: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Digest of the value that the template declared last. */
  readonly declared?: string;
  /** Oldest first. */
  readonly versions: readonly SecretVersion[];
}

const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";
const KEPT_VERSIONS = 100;

export class SecretStore {
  readonly #secrets = new Map<string, Secret>();
  readonly #changed: (secrets: readonly Secret[]) => void;

  constructor(secrets: readonly Secret[], changed: (secrets: readonly Secret[]) => void) {
    for (const secret of secrets) this.#secrets.set(secret.name, secret);
    this.#changed = changed;
  }

  get all(): Secret[] {
    return [...this.#secrets.values()];
  }

  /** By name, ARN, or ARN without its six random characters. */
  find(id: string): Secret | undefined {
    const named = this.#secrets.get(id);
    if (named !== undefined || !id.startsWith("arn:")) return named;
    return this.all.find(({ arn }) => arn === id || arn.replace(/-[A-Za-z0-9]{6}$/, "") === id);
  }

  require(id: string): Secret {
    const secret = this.find(id);
    if (secret === undefined) throw missing("the specified secret.");
    return secret;
  }

  save(secret: Secret): void {
    this.#secrets.set(secret.name, secret);
    this.#changed(this.all);
  }
}

const missing = (what: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", `Secrets Manager can't find ${what}`);

/** Adds a version. An existing id with the same value changes nothing; with another value it is rejected. */
export const withVersion = (secret: Secret, version: SecretVersion): Secret => {
  const same = secret.versions.find(({ id }) => id === version.id);
  if (same !== undefined) {
    if (JSON.stringify(same.value) === JSON.stringify(version.value)) return secret;
    throw new ServiceError("ResourceExistsException", "A version with this token has another value.");
  }
  const moved = new Set(version.stages);
  const leavesCurrent = moved.has(CURRENT) ? currentOf(secret)?.id : undefined;
  if (leavesCurrent !== undefined) moved.add(PREVIOUS);
  const older = secret.versions.map((each) => {
    const kept = each.stages.filter((stage) => !moved.has(stage));
    return { ...each, stages: each.id === leavesCurrent ? [...kept, PREVIOUS] : kept };
  });
  const labelled = older.filter(
    ({ stages }, index) => stages.length > 0 || older.length - index < KEPT_VERSIONS,
  );
  return { ...secret, changedAt: version.createdAt, versions: [...labelled, version] };
};

export const currentOf = (secret: Secret): SecretVersion | undefined =>
  secret.versions.find(({ stages }) => stages.includes(CURRENT));

/** Selects a version by id, by label, or by both if they agree. Default: AWSCURRENT. */
export const versionOf = (secret: Secret, id?: string, stage?: string): SecretVersion => {
  const wanted = id === undefined ? (stage ?? CURRENT) : undefined;
  const found = secret.versions.find((each) =>
    wanted === undefined ? each.id === id : each.stages.includes(wanted),
  );
  if (found === undefined)
    throw missing(
      wanted === undefined
        ? `the specified secret value for VersionId: ${id}`
        : `the specified secret value for staging label: ${wanted}`,
    );
  if (stage !== undefined && !found.stages.includes(stage))
    throw new ServiceError(
      "InvalidRequestException",
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  return found;
};
