/**
 * The tables of the template with the stores of the functions on them, twice: through a front that observes each call, and
 * on the engine itself, for the CPU time.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type ObservedCall, startDynamoDb } from "local-aws/dynamodb";
import { dynamoAccounts } from "../shared/adapters/dynamo/accounts/accounts.js";
import { dynamoDirectory } from "../shared/adapters/dynamo/accounts/directory.js";
import { dynamoInvitations } from "../shared/adapters/dynamo/accounts/invitations.js";
import { dynamoApiKeys } from "../shared/adapters/dynamo/api-key/api-keys.js";
import { dynamoAuditLog } from "../shared/adapters/dynamo/audit/audit-log.js";
import { dynamoAccessRecords } from "../shared/adapters/dynamo/authorizer/access-records.js";
import { dynamoEntitlements } from "../shared/adapters/dynamo/migration/entitlements.js";
import { dynamoPermissions } from "../shared/adapters/dynamo/permission/permissions.js";
import { dynamoTeams } from "../shared/adapters/dynamo/permission/teams.js";
import type { Row } from "../shared/adapters/dynamo/rows.js";
import { dynamoOutages } from "../shared/adapters/dynamo/sign-in/outages.js";
import { dynamoSessions } from "../shared/adapters/dynamo/sign-in/sessions.js";
import { dynamoSignInHabits } from "../shared/adapters/dynamo/sign-in/sign-in-habits.js";
import { dynamoSignInSources } from "../shared/adapters/dynamo/sign-in/sign-in-sources.js";
import { dynamoThrottle } from "../shared/adapters/dynamo/sign-in/throttle.js";
import { memoryPorts } from "../shared/memory/ports.js";
import { auditSeal } from "../tests/support/audit-seal.js";
import { signedDocumentsOf } from "../tests/support/dynamo-server.js";
import { PLAIN_CLAIMS } from "../tests/support/triggers.js";
import { NOW } from "../tests/support/users.js";
import { nameOf, packagedStack } from "./packaged-stack.js";

type Tables = { readonly directory: string; readonly audit: string; readonly guard: string };
export type GrowthPorts = ReturnType<typeof portsOn>;

export type GrowthStage = {
  readonly observed: GrowthPorts;
  readonly direct: GrowthPorts;
  /** The calls since they were last cleared. */
  readonly calls: ObservedCall[];
  put(rows: readonly Row[]): Promise<void>;
  close(): Promise<void>;
};

export const openGrowthStage = async (): Promise<GrowthStage> => {
  const stack = await packagedStack();
  // A file: in memory, the engine has no index of its stream records and scans them at each write.
  const folder = await mkdtemp(join(tmpdir(), "growth-"));
  const calls: ObservedCall[] = [];
  const engine = await startDynamoDb({ stack, dbPath: join(folder, "dynamodb.db"), fresh: true });
  const front = await startDynamoDb({
    ...{ stack, endpoint: engine.url },
    front: { observe: (call) => calls.push(call) },
  });
  const tables = {
    directory: nameOf(stack, "DirectoryTable"),
    audit: nameOf(stack, "AuditTable"),
    guard: nameOf(stack, "GuardTable"),
  };
  const client = DynamoDBDocumentClient.from(engine.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return {
    observed: portsOn(front.url, tables),
    direct: portsOn(engine.url, tables),
    calls,
    put: (rows) => putAll(client, tables.directory, rows),
    close: async () => {
      await front.close();
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const portsOn = (url: string, tables: Tables) => {
  const ports = memoryPorts({ now: NOW });
  const { clock, logger, metrics } = ports;
  const documents = signedDocumentsOf(url);
  const audit = { documents, auditTable: tables.audit, auditSeal, clock };
  const directory = { ...audit, directoryTable: tables.directory };
  const guard = { documents, guardTable: tables.guard, clock, logger, metrics };
  return {
    ...ports,
    claimPolicy: PLAIN_CLAIMS,
    audit: dynamoAuditLog(audit, { logger, metrics }),
    accounts: dynamoAccounts(directory),
    access: dynamoAccessRecords({ ...guard, directoryTable: tables.directory }),
    apiKeys: dynamoApiKeys(directory),
    directory: dynamoDirectory(directory),
    entitlements: dynamoEntitlements(directory),
    habits: dynamoSignInHabits(guard),
    invitations: dynamoInvitations(directory),
    outages: dynamoOutages(guard),
    permissions: dynamoPermissions(directory),
    sessions: dynamoSessions(guard),
    signInSources: dynamoSignInSources(guard),
    teams: dynamoTeams(directory),
    throttle: dynamoThrottle(guard),
  };
};

const [ROWS_OF_A_BATCH, WRITERS] = [25, 8];

const putAll = async (client: DynamoDBDocumentClient, table: string, rows: readonly Row[]): Promise<void> => {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < rows.length) {
      const batch = rows.slice(next, next + ROWS_OF_A_BATCH);
      next += ROWS_OF_A_BATCH;
      const requests = batch.map((Item) => ({ PutRequest: { Item: { ...Item } } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
};
