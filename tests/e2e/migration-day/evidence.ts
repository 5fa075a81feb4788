/** What is left at the end of the day, read as operators and consumers would: tables, pool, bus, logs. */
import { createHmac } from "node:crypto";
import { CognitoIdentityProviderClient, paginateListUsers } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { RunningStack } from "../../../local/stack/index.js";
import { CREDENTIALS } from "../../../local/story/cast.js";
import type { AuditEvent, RecordedAuditEvent } from "../../../shared/domain/audit/audit-event.js";

export type LegacyRow = {
  readonly legacyId: string;
  readonly userId: string;
  readonly state: string;
  readonly sub: string | undefined;
};
export type PoolUser = {
  readonly sub: string;
  readonly status: string;
  readonly email: string;
  readonly emailVerified: string | undefined;
  readonly legacyId: string | undefined;
  readonly userId: string | undefined;
};

export type Evidence = {
  readonly identities: readonly LegacyRow[];
  readonly poolUsers: readonly PoolUser[];
  /** By subject, in the order of their rows. */
  readonly events: ReadonlyMap<string, readonly RecordedAuditEvent[]>;
  /** The sequence that the head of each chain names. */
  readonly heads: ReadonlyMap<string, number>;
  readonly pseudonymOf: (email: string) => string;
};

type Row = Readonly<Record<string, unknown>>;

export const evidenceOf = async (stack: RunningStack): Promise<Evidence> => {
  const { urls, region, tables } = stack.describe();
  const place = { region, credentials: CREDENTIALS };
  const document = DynamoDBDocumentClient.from(new DynamoDBClient({ ...place, endpoint: urls.dynamodb }));
  const directory = await scan(document, tables.directory);
  const audit = await scan(document, tables.audit);
  document.destroy();
  const secrets = new SecretsManagerClient({ ...place, endpoint: urls.secrets });
  const { SecretString = "" } = await secrets.send(
    new GetSecretValueCommand({ SecretId: "identity-lifecycle/local/pseudonyms" }),
  );
  return {
    identities: directory.filter(({ pk }) => String(pk).startsWith("LEGACY#day-")).map(legacyRow),
    poolUsers: await poolUsers(stack),
    events: eventsIn(audit),
    heads: new Map(
      audit
        .filter(({ sk }) => sk === "HEAD")
        .map(({ pk, sequence }) => [String(pk).slice("HEAD#".length), Number(sequence)]),
    ),
    pseudonymOf: (email) => createHmac("sha256", SecretString).update(email).digest("base64url").slice(0, 22),
  };
};

const scan = async (client: DynamoDBDocumentClient, TableName: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
    rows.push(...Items);
  return rows;
};

const legacyRow = ({ legacy_id, user_id, state, sub }: Row): LegacyRow => ({
  legacyId: String(legacy_id),
  userId: String(user_id),
  state: String(state),
  sub: sub === undefined ? undefined : String(sub),
});

const eventsIn = (audit: readonly Row[]): Map<string, RecordedAuditEvent[]> => {
  const bySubject = new Map<string, RecordedAuditEvent[]>();
  const rows = audit.filter(({ pk }) => String(pk).startsWith("EVENT#"));
  rows.sort((one, other) => Number(one.sequence) - Number(other.sequence));
  for (const { event, sequence, hash, previous_hash } of rows) {
    const recorded = JSON.parse(String(event)) as AuditEvent;
    const numbers = { sequence: Number(sequence), hash: String(hash), previousHash: String(previous_hash) };
    const { subject } = recorded;
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), { ...recorded, ...numbers }]);
  }
  return bySubject;
};

const poolUsers = async (stack: RunningStack): Promise<PoolUser[]> => {
  const { urls, region, pool } = stack.describe();
  const place = { region, credentials: CREDENTIALS };
  const client = new CognitoIdentityProviderClient({ ...place, endpoint: urls.cognito });
  const users: PoolUser[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId: pool.id })) {
    for (const { Attributes = [], UserStatus = "" } of Users) {
      const named = new Map(Attributes.map(({ Name, Value }) => [Name, Value]));
      users.push({
        ...{ sub: named.get("sub") ?? "", status: UserStatus, email: named.get("email") ?? "" },
        ...{ emailVerified: named.get("email_verified"), legacyId: named.get("custom:legacy_id") },
        userId: named.get("custom:user_id"),
      });
    }
  }
  client.destroy();
  return users;
};
