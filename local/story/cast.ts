/** The story's access to the stack: the addresses that `npm start -- --json` prints. */
import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { legacyIdentityRowKey } from "../../shared/adapters/dynamo/row-keys.js";
import { expectedUserId, seedDirectory } from "../seed/index.js";
import { SEED_ACCOUNTS } from "../seed/users.js";
import type { StackDescription } from "../stack/description.js";
import { TIMED_HANDLER, timedFetch } from "./timed-fetch.js";

export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

export type LegacyActor = {
  readonly email: string;
  readonly password: string;
  readonly legacyId: string;
  readonly userId: string;
};

/** A new user, known only to the legacy system: Admin of Northwind, suspended in Globex. */
export const castLegacyActor = async (stack: StackDescription): Promise<LegacyActor> => {
  const legacyId = `story-${randomUUID()}`;
  const email = `${legacyId}@example.com`;
  const password = "Legacy-Story-1!";
  const response = await timedFetch(`${stack.urls.legacy}/_local/users`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: legacyId, email, email_verified: true, name: "Story Teller", password }),
  });
  if (!response.ok) throw new Error(`the legacy system rejected the user: ${response.status}`);
  await seedDirectory(dynamo(stack), stack.tables.directory, {
    accounts: SEED_ACCOUNTS,
    users: [
      {
        email,
        legacyId,
        accounts: [
          { systemAccountId: "acct_northwind", role: "Admin", status: "ACTIVE" },
          { systemAccountId: "acct_globex", role: "Viewer", status: "SUSPENDED" },
        ],
      },
    ],
  });
  return { email, password, legacyId, userId: expectedUserId(legacyId) };
};

const dynamo = (stack: StackDescription): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: stack.urls.dynamodb,
    region: stack.region,
    credentials: CREDENTIALS,
    requestHandler: TIMED_HANDLER,
  });

/** The row of a legacy identity, read as another service would read it. */
export const legacyRow = async (
  stack: StackDescription,
  legacyId: string,
): Promise<Record<string, unknown> | undefined> => {
  const client = DynamoDBDocumentClient.from(dynamo(stack));
  const { Item } = await client.send(
    new GetCommand({
      TableName: stack.tables.directory,
      Key: legacyIdentityRowKey(legacyId),
      ConsistentRead: true,
    }),
  );
  return Item;
};
