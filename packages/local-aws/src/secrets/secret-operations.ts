/** The Secrets Manager operations that are implemented. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Operation } from "../aws-json/call.js";
import { isJsonObject, type JsonObject } from "../aws-json/json.js";
import { requiredList, requiredText, textField, wholeNumber } from "../aws-json/request-fields.js";
import { ServiceError } from "../aws-json/service-error.js";
import { type Secret, type SecretStore, type SecretValue, versionOf, withVersion } from "./secret-store.js";

const LARGEST_VALUE = 65_536;
const SECRET_ID = { max: 2048 };
const TOKEN = { max: 64 };

interface OperationDeps {
  readonly store: SecretStore;
  readonly arnPrefix: string;
  now(): number;
}

export const secretOperations = (deps: OperationDeps): Readonly<Record<string, Operation>> => ({
  CreateSecret: createSecret(deps),
  PutSecretValue: putSecretValue(deps),
  GetSecretValue: (input) => {
    const secret = deps.store.require(requiredText(input, "SecretId", SECRET_ID));
    const { id, value, stages, createdAt } = versionOf(
      secret,
      textField(input, "VersionId", TOKEN),
      textField(input, "VersionStage", { max: 256 }),
    );
    const content = "string" in value ? { SecretString: value.string } : { SecretBinary: value.binary };
    const { arn: ARN, name: Name } = secret;
    return { ARN, Name, VersionId: id, VersionStages: stages, CreatedDate: createdAt / 1000, ...content };
  },
  DescribeSecret: (input) => {
    const secret = deps.store.require(requiredText(input, "SecretId", SECRET_ID));
    const stages = secret.versions.filter(({ stages }) => stages.length > 0);
    return {
      ...described(secret),
      VersionIdsToStages: Object.fromEntries(stages.map((v) => [v.id, v.stages])),
    };
  },
  ListSecrets: (input) => {
    const limit = wholeNumber(input, "MaxResults", 1, 100) ?? 100;
    const start = Number(textField(input, "NextToken", { max: 4096 }) ?? 0);
    if (!Number.isInteger(start)) throw invalid("The NextToken value is invalid.");
    const listed = deps.store.all.filter(nameFilter(input));
    const next = start + limit < listed.length ? { NextToken: String(start + limit) } : {};
    return { SecretList: listed.slice(start, start + limit).map(described), ...next };
  },
});

const createSecret =
  ({ store, arnPrefix, now }: OperationDeps): Operation =>
  (input) => {
    const name = requiredText(input, "Name", { max: 512, pattern: /^[A-Za-z0-9/_+=.@-]+$/ });
    if (store.find(name) !== undefined)
      throw new ServiceError("ResourceExistsException", `The secret ${name} already exists.`);
    const value = readValue(input);
    const description = textField(input, "Description", { max: 2048 });
    // Six random characters distinguish a recreated secret from the old one with the same name.
    const arn = `${arnPrefix}:secret:${name}-${randomBytes(3).toString("hex")}`;
    const createdAt = now();
    const empty = { name, arn, createdAt, changedAt: createdAt, versions: [] };
    const secret: Secret = description === undefined ? empty : { ...empty, description };
    if (value === undefined) {
      store.save(secret);
      return { ARN: arn, Name: name };
    }
    const id = textField(input, "ClientRequestToken", TOKEN) ?? randomUUID();
    store.save(withVersion(secret, { id, value, stages: ["AWSCURRENT"], createdAt }));
    return { ARN: arn, Name: name, VersionId: id };
  };

const putSecretValue =
  ({ store, now }: OperationDeps): Operation =>
  (input) => {
    const secret = store.require(requiredText(input, "SecretId", SECRET_ID));
    const value = readValue(input);
    if (value === undefined) throw invalid("You must provide either SecretString or SecretBinary.");
    const labels =
      input.VersionStages === undefined ? ["AWSCURRENT"] : requiredList(input, "VersionStages", 20);
    const stages = labels.map(String);
    const id = textField(input, "ClientRequestToken", TOKEN) ?? randomUUID();
    const updated = withVersion(secret, { id, value, stages, createdAt: now() });
    store.save(updated);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      VersionStages: versionOf(updated, id).stages,
    };
  };

const readValue = (input: JsonObject): SecretValue | undefined => {
  const string = textField(input, "SecretString");
  const binary = textField(input, "SecretBinary");
  if (string !== undefined && binary !== undefined)
    throw invalid(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  const size = string === undefined ? Buffer.byteLength(binary ?? "", "base64") : Buffer.byteLength(string);
  if (size > LARGEST_VALUE) throw invalid(`A secret value has at most ${LARGEST_VALUE} bytes.`);
  if (string !== undefined) return { string };
  return binary === undefined ? undefined : { binary };
};

/** Filters by name prefix. Other filter keys are rejected, because ignoring them would list too much. */
const nameFilter = (input: JsonObject): ((secret: Secret) => boolean) => {
  const filters = input.Filters === undefined ? [] : requiredList(input, "Filters", 10);
  const prefixes = filters.map((filter) => {
    if (!isJsonObject(filter) || filter.Key !== "name")
      throw invalid("Only the filter 'name' is supported locally.");
    return requiredList(filter, "Values", 10).map(String);
  });
  return ({ name }) => prefixes.every((any) => any.some((prefix) => name.startsWith(prefix)));
};

const described = ({ name, arn, description, createdAt, changedAt }: Secret): Record<string, unknown> => ({
  ARN: arn,
  Name: name,
  ...(description !== undefined && { Description: description }),
  CreatedDate: createdAt / 1000,
  LastChangedDate: changedAt / 1000,
});

const invalid = (message: string): ServiceError => new ServiceError("InvalidParameterException", message);
