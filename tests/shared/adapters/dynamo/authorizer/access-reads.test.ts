import { expect, it } from "@jest/globals";
import { dynamoAccessRecords } from "../../../../../shared/adapters/dynamo/authorizer/access-records.js";
import type { DocumentKey, Documents, TableKeys } from "../../../../../shared/adapters/dynamo/documents.js";
import type { Row } from "../../../../../shared/adapters/dynamo/rows.js";
import { systemClock } from "../../../../../shared/adapters/node/system-clock.js";
import type { AccessQuery } from "../../../../../shared/ports/access.js";

const membership = { pk: "USER#usr_ada", sk: "MEMBER#acc-1" };
const memberRow = {
  ...membership,
  ...{ user_id: "usr_ada", system_account_id: "acc-1", role: "Viewer", status: "ACTIVE" },
};

const readKeys = async (
  query: AccessQuery,
  directory: readonly Row[] = [memberRow],
): Promise<TableKeys[]> => {
  const asked: TableKeys[] = [];
  const documents = {
    batchGet: async (keys: TableKeys) => {
      asked.push(keys);
      return { rows: { directory }, unread: {} };
    },
    get: async (table: string, key: DocumentKey) => {
      asked.push({ [table]: [key] });
      return undefined;
    },
  } as Pick<Documents, "batchGet" | "get"> as Documents;
  const tables = { directoryTable: "directory", guardTable: "guard" };
  await dynamoAccessRecords({ documents, ...tables, clock: systemClock }).read(query);
  return asked;
};

const session = { sessionId: "session-1", authenticatedAtSeconds: 1 };
const profile = { pk: "USER#usr_ada", sk: "PROFILE" };
const ends = [{ pk: "ENDED#SESSION#session-1" }, { pk: "ENDED#USER#usr_ada" }];

it("a request is one call for exact keys, so that a user with 1,000 memberships costs what one with one does", async () => {
  expect(await readKeys({ userId: "usr_ada", systemAccountId: "acc-1", session })).toEqual([
    {
      directory: [profile, membership, { pk: "ACCOUNT#acc-1", sk: "META" }],
      guard: ends,
    },
  ]);
});

it("a request of a user without a membership, which is denied, also reads whether the user left", async () => {
  const asked = await readKeys({ userId: "usr_ada", systemAccountId: "acc-1" }, []);
  expect(asked.slice(1)).toEqual([{ directory: [{ pk: "USER#usr_ada", sk: "LEFT#acc-1" }] }]);
});

it("a request without an account or a session reads the user alone", async () => {
  expect(await readKeys({ userId: "usr_ada" })).toEqual([{ directory: [profile] }]);
});

it("the end of a pool user's sessions is read too, once if the pool user has the user's id", async () => {
  const keysWith = async (sub: string) =>
    (await readKeys({ userId: "usr_ada", session: { ...session, sub } }))[0]?.guard;
  expect(await keysWith("sub-1")).toEqual([...ends, { pk: "ENDED#USER#sub-1" }]);
  expect(await keysWith("usr_ada")).toEqual(ends);
});
