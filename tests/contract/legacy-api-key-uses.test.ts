import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dynamoLegacyApiKeyUses } from "../../shared/adapters/dynamo/api-key/legacy-api-key-uses.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { apiKeySubject, auditEvent } from "../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import type { LegacyApiKeyUse } from "../../shared/ports/legacy-api-keys.js";
import { auditSeal } from "../support/audit-seal.js";
import { type DynamoServer, startDynamo } from "../support/dynamo-server.js";
import { NOW } from "../support/users.js";

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server.close());

const use: LegacyApiKeyUse = { keyName: "legacy-abc", systemAccountId: "acc-1", lastUsedOn: "2025-01-01" };
const eventOf = ({ keyName, systemAccountId, lastUsedOn }: LegacyApiKeyUse) =>
  auditEvent("legacy_key.used", {
    subject: apiKeySubject(keyName),
    key: `${keyName}/${systemAccountId}/${lastUsedOn}`,
    at: new Date(NOW),
  });

const opened = async (directory?: string) => {
  const tables = await server.createTables();
  const { clock, logger, metrics } = memoryPorts();
  let calls = 0;
  const documents = sdkDocuments(server.client);
  const counted: typeof documents = {
    ...documents,
    transact: (items) => {
      calls += 1;
      return documents.transact(items);
    },
  };
  const store = {
    documents: counted,
    auditTable: tables.audit,
    auditSeal,
    directoryTable: directory ?? tables.directory,
    clock,
  };
  const start = () => dynamoLegacyApiKeyUses(store, { logger, metrics });
  const uses = start();
  const rows = async (table: keyof typeof tables) =>
    (await server.client.send(new ScanCommand({ TableName: tables[table] }))).Items ?? [];
  return {
    ...{ logger, metrics, rows, start, calls: () => calls },
    note: (change: Partial<LegacyApiKeyUse> = {}, by = uses) => {
      const noted = { ...use, ...change };
      return by.note(noted, eventOf(noted));
    },
  };
};

describe("a use of a legacy key", () => {
  it("is a row for the account and the key, with one event for the day, however often it is used", async () => {
    const { calls, note, rows, start } = await opened();
    for (let times = 0; times < 3; times += 1) await note();
    expect(calls()).toBe(1);
    await note({}, start());
    await note({ lastUsedOn: "2025-01-02" });
    expect(await rows("directory")).toEqual([
      {
        pk: "LEGACYKEY#acc-1",
        sk: "KEY#legacy-abc",
        key_name: "legacy-abc",
        system_account_id: "acc-1",
        last_used_on: "2025-01-02",
      },
    ]);
    expect((await rows("audit")).filter(({ pk }) => String(pk).startsWith("EVENT#"))).toHaveLength(2);
  });

  it("that cannot be recorded is logged, and does not refuse the request", async () => {
    const { logger, metrics, note } = await opened("no-such-table");
    await note();
    expect(metrics.counted).toEqual(["audit_fallback"]);
    expect(logger.dump()).toContain("legacy_key.used");
  });
});
