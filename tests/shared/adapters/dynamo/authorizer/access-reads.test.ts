import { expect, it } from "@jest/globals";
import { dynamoAccessRecords } from "../../../../../shared/adapters/dynamo/authorizer/access-records.js";
import type { Documents, TableKeys } from "../../../../../shared/adapters/dynamo/documents.js";
import { systemClock } from "../../../../../shared/adapters/node/system-clock.js";

const asked: TableKeys[] = [];
const documents = {
  batchGet: async (keys: TableKeys) => {
    asked.push(keys);
    return { rows: {}, unread: {} };
  },
} as Pick<Documents, "batchGet"> as Documents;

it("a request is one call for exact keys, so that a user with 1,000 memberships costs what one with one does", async () => {
  const records = dynamoAccessRecords({
    documents,
    directoryTable: "directory",
    guardTable: "guard",
    clock: systemClock,
  });
  const session = { sessionId: "session-1", authenticatedAtSeconds: 1 };
  await records.read({ userId: "usr_ada", systemAccountId: "acc-1", session });
  expect(asked).toEqual([
    {
      directory: [
        { pk: "USER#usr_ada", sk: "PROFILE" },
        { pk: "USER#usr_ada", sk: "MEMBER#acc-1" },
        { pk: "ACCOUNT#acc-1", sk: "META" },
      ],
      guard: [{ pk: "ENDED#SESSION#session-1" }, { pk: "ENDED#USER#usr_ada" }],
    },
  ]);
});
