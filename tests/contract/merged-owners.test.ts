/** What becomes of the ownership of accounts when a duplicate is merged into the user who stays. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoMerges } from "../../shared/adapters/dynamo/operator/merges.js";
import { accountRow, membershipRows, preparedRows } from "../../shared/adapters/dynamo/rows.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { systemClock } from "../../shared/adapters/node/system-clock.js";
import type { Membership } from "../../shared/domain/account.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import type { Merge } from "../../shared/domain/duplicates.js";
import { auditSeal } from "../support/audit-seal.js";
import { type DynamoServer, startDynamo } from "../support/dynamo-server.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server.close());

const merge = { userId: "usr_ada", duplicateUserId: "usr_twin" } as Merge;
const theirs = membershipOf({ userId: "usr_twin", role: "Admin", owner: true });

const merged = async (...others: Membership[]) => {
  const tables = await server.createTables();
  const rows = [
    accountRow(accountOf({ ownerCount: 1 })),
    ...[theirs, ...others].flatMap(membershipRows),
    ...["ada", "twin"].flatMap((name) =>
      preparedRows(`legacy-${name}`, profileOf({ userId: `usr_${name}`, sub: undefined })),
    ),
  ];
  for (const Item of rows) await server.client.send(new PutCommand({ TableName: tables.directory, Item }));
  const store = {
    documents: sdkDocuments(server.client),
    auditTable: tables.audit,
    auditSeal,
    directoryTable: tables.directory,
    clock: systemClock,
  };
  const event = auditEvent("membership.merged", {
    subject: userSubject("usr_ada"),
    key: "usr_twin/acc-1",
    at: new Date(NOW),
  });
  const outcome = await dynamoMerges({ ...store, client: server.client }).moveMembership(
    merge,
    theirs,
    event,
  );
  const { membership, account } = await dynamoDirectory(store).standing("usr_ada", "acc-1");
  return { outcome, membership, ownerCount: account?.ownerCount };
};

it("an ownership moves together with its membership", async () => {
  expect(await merged()).toEqual({
    outcome: "moved",
    membership: { ...theirs, userId: "usr_ada" },
    ownerCount: 1,
  });
});

it("an ownership ends, and is no longer counted, if the remaining user already has a membership", async () => {
  const kept = membershipOf({ role: "Viewer" });
  expect(await merged(kept)).toEqual({ outcome: "kept", membership: kept, ownerCount: 0 });
});
