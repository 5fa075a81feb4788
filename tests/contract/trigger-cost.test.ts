/** How many calls to the tables a trigger makes: each costs CPU of the function and time of the user. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { postAuthentication } from "../../handlers/triggers/post-authentication.js";
import { userMigration } from "../../handlers/triggers/user-migration.js";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoInvitations } from "../../shared/adapters/dynamo/accounts/invitations.js";
import { dynamoAuditLog } from "../../shared/adapters/dynamo/audit/audit-log.js";
import { dynamoLegacyRecords } from "../../shared/adapters/dynamo/operator/user-records.js";
import { dynamoThrottle } from "../../shared/adapters/dynamo/sign-in/throttle.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { auditSeal } from "../support/audit-seal.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "../support/dynamo-server.js";
import { notedDocuments } from "../support/noted-documents.js";
import { sampleEvent } from "../support/sample-event.js";
import { ada, NOW, SUB } from "../support/users.js";

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server.close());

const stage = async () => {
  const tables = await server.createTables();
  const ports = memoryPorts({ now: NOW, legacyUsers: [ada] });
  const { calls, documents } = notedDocuments(signedDocumentsOf(server.url));
  const audit = { documents, auditTable: tables.audit, auditSeal, clock: ports.clock };
  const store = { ...audit, directoryTable: tables.directory };
  const deps = {
    ...ports,
    audit: dynamoAuditLog(audit, ports),
    directory: dynamoDirectory(store),
    invitations: dynamoInvitations(store),
    throttle: dynamoThrottle({ ...ports, documents, guardTable: tables.guard }),
  };
  const callsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    calls.length = 0;
    await work();
    return calls.toSorted();
  };
  const records = dynamoLegacyRecords({ ...store, client: server.client });
  return { deps, callsOf, records };
};

const migration = () => sampleEvent("user-migration/sign-in");

it("a first migration counts, and commits all at once", async () => {
  const { deps, callsOf } = await stage();
  const first = await callsOf(() => userMigration(deps)(migration()));
  // The tombstones are read, because checks in the transaction are billed as writes.
  expect(first).toEqual(["batchGet", "transact", "update"]);
});

it("a first migration of a PREPARED user is refused once, and reads identity and profile", async () => {
  const { deps, callsOf, records } = await stage();
  const prepared = {
    ...{ legacyId: ada.id, userId: "usr_prepared", email: ada.email, groups: [] },
    ...{ memberships: [], activeAccountId: undefined },
  };
  const subject = userSubject(prepared.userId);
  await records.prepare(
    prepared,
    auditEvent("migration.prepared", { subject, key: ada.id, at: new Date(NOW) }),
  );
  const first = await callsOf(() => userMigration(deps)(migration()));
  expect(first).toEqual(["batchGet", "get", "get", "transact", "transact", "update", "update"]);
});

it("a migration that comes again writes nothing but the count", async () => {
  const { deps, callsOf } = await stage();
  await userMigration(deps)(migration());
  const again = await callsOf(() => userMigration(deps)(migration()));
  // The transaction is refused.
  expect(again.filter((call) => call !== "get")).toEqual(["batchGet", "transact", "update", "update"]);
  expect(again.length).toBeLessThanOrEqual(7);
});

it("a refused sign-in is counted, and nothing else", async () => {
  const { deps, callsOf } = await stage();
  const wrong = sampleEvent("user-migration/sign-in", { request: { password: "wrong" } });
  expect(await callsOf(() => userMigration(deps)(wrong))).toEqual(["update"]);
});

it("who signs in again after a migration is read, and nothing is written", async () => {
  const { deps, callsOf } = await stage();
  await userMigration(deps)(migration());
  const signIn = () =>
    sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
      userName: SUB,
      request: { userAttributes: { sub: SUB } },
    });
  await postAuthentication(deps)(signIn());
  const again = await callsOf(() => postAuthentication(deps)(signIn()));
  expect(again.filter((call) => !["batchGet", "get", "query"].includes(call))).toEqual([]);
  expect(again.length).toBeLessThanOrEqual(4);
});
