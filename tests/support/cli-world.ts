/** The command line against a new directory and user pool, both on this machine, as `--local` finds them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { runCli } from "../../cli/run.js";
import { poolId } from "../../packages/local-aws/tests/user-pool/world.js";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoInvitations } from "../../shared/adapters/dynamo/accounts/invitations.js";
import { dynamoAuditLog } from "../../shared/adapters/dynamo/audit/audit-log.js";
import { dynamoAuditOutbox } from "../../shared/adapters/dynamo/audit/audit-outbox.js";
import { accountRow, membershipRows, type Row } from "../../shared/adapters/dynamo/rows.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { dynamoBlockedSources } from "../../shared/adapters/dynamo/sign-in/blocked-sources.js";
import { systemClock } from "../../shared/adapters/node/system-clock.js";
import type { Account, Membership } from "../../shared/domain/account.js";
import type { AuditEvent } from "../../shared/domain/audit/audit-event.js";
import { memoryLogger, memoryMetrics } from "../../shared/memory/telemetry.js";
import { auditSeal, PSEUDONYM_KEY } from "./audit-seal.js";
import { startAwsService } from "./aws-service.js";
import { startDynamo } from "./dynamo-server.js";

export type CliAnswer = { readonly code: number; readonly out: string; readonly err: string };
export type CliWorld = Awaited<ReturnType<typeof startCliWorld>>;

export const startCliWorld = async (cognitoUrl: string) => {
  const server = await startDynamo();
  const tables = await server.createTables();
  const { client } = server;
  const folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-cli-"));
  const secrets = await startAwsService();
  secrets.script("GetSecretValue", { output: { SecretString: PSEUDONYM_KEY } });
  const urls = { cognito: cognitoUrl, dynamodb: server.url, secrets: secrets.url };
  const description = { region: "us-east-1", urls, pool: { id: poolId }, tables };
  await writeFile(join(folder, "stack.json"), JSON.stringify(description));
  const audit = { documents: sdkDocuments(client), auditTable: tables.audit, auditSeal, clock: systemClock };
  const put = async (table: keyof typeof tables, ...rows: Row[]) => {
    for (const Item of rows) await client.send(new PutCommand({ TableName: tables[table], Item }));
  };
  /** What happens while a command waits. Its waits take no time. */
  const waiting = { during: async (_until: Date): Promise<void> => undefined };
  const run = async (...args: string[]): Promise<CliAnswer> => {
    const out: string[] = [];
    const err: string[] = [];
    const terminal = { out: (line: string) => out.push(line), error: (line: string) => err.push(line) };
    const code = await runCli(args, terminal as { out(line: string): void; error(line: string): void }, {
      minimumDuration: { until: (at) => waiting.during(at) },
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
  };
  return {
    folder,
    waiting,
    client,
    tables,
    put,
    directory: dynamoDirectory({ ...audit, directoryTable: tables.directory }),
    outbox: dynamoAuditOutbox(audit),
    audit: dynamoAuditLog(audit, { logger: memoryLogger(), metrics: memoryMetrics() }),
    invitations: dynamoInvitations({ ...audit, directoryTable: tables.directory }),
    blockedSources: dynamoBlockedSources({ ...audit, guardTable: tables.guard }),
    givenAccounts: (...accounts: Account[]) => put("directory", ...accounts.map(accountRow)),
    givenMemberships: (...all: Membership[]) => put("directory", ...all.flatMap(membershipRows)),
    rows: async (table: keyof typeof tables): Promise<Row[]> =>
      (await client.send(new ScanCommand({ TableName: tables[table] }))).Items ?? [],
    /** A file of the operator's. */
    file: async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    run,
    /** The command against this world, its JSON read. */
    json: async (...args: string[]): Promise<{ code: number; answer: Record<string, unknown> }> => {
      const { code, out, err } = await run(...args, "--local", "--data", folder, "--json");
      if (out === "") throw new Error(err);
      return { code, answer: JSON.parse(out) as Record<string, unknown> };
    },
    local: (...args: string[]) => run(...args, "--local", "--data", folder),
    /** The events of a subject in order. */
    events: async (subject: string): Promise<AuditEvent[]> => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: tables.audit }));
      return Items.filter(({ pk }) => String(pk).startsWith("EVENT#"))
        .toSorted((one, other) => (String(one.recorded_at) < String(other.recorded_at) ? -1 : 1))
        .map(({ event }) => JSON.parse(String(event)) as AuditEvent)
        .filter((event) => event.subject === subject);
    },
    close: async () => {
      await server.close();
      await secrets.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
