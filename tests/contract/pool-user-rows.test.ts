/** Pool users of a user who are stored as rows of their own, as before the profile had the column `subs`. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { auditSeal } from "../support/audit-seal.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "../support/dynamo-server.js";
import { NOW } from "../support/users.js";

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server.close());

const USER = "usr_a";
const poolUserRow = (sub: string) => ({
  ...{ pk: `USER#${USER}`, sk: `POOLUSER#${sub}` },
  ...{ user_id: USER, sub },
});

it("are listed with those of the column, each once", async () => {
  const tables = await server.createTables();
  const documents = signedDocumentsOf(server.url);
  const { clock } = memoryPorts({ now: NOW });
  const { audit: auditTable, directory: directoryTable } = tables;
  const directory = dynamoDirectory({ documents, auditTable, directoryTable, auditSeal, clock });
  await documents.put(directoryTable, poolUserRow("sub-1"));
  expect(await directory.subsOf(USER)).toEqual(["sub-1"]);

  await documents.put(directoryTable, poolUserRow("sub-2"));
  for (const sub of ["sub-2", "sub-3"]) {
    const event = auditEvent("signup.requested", { subject: userSubject(USER), key: sub, at: clock.now() });
    await directory.createProfile({ userId: USER, sub, email: "ada@example.com", status: "ACTIVE" }, event);
  }
  expect((await directory.subsOf(USER)).toSorted()).toEqual(["sub-1", "sub-2", "sub-3"]);
  const row = await documents.get(directoryTable, { pk: `USER#${USER}`, sk: "PROFILE" });
  expect(row).toMatchObject({ sub: "sub-3", subs: new Set(["sub-2", "sub-3"]) });
});
