/** An invitation that an operator made, from the sign-up of the address to the account in the session. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { post } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { CREDENTIALS } from "../../local/story/cast.js";
import { dynamoInvitations } from "../../shared/adapters/dynamo/accounts/invitations.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { systemClock, systemRandom } from "../../shared/adapters/node/system-clock.js";
import { inviteUser } from "../../shared/flows/accounts/invite-user.js";
import { auditSeal } from "../support/audit-seal.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let client: DynamoDBClient;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  const { urls, region } = stack.describe();
  client = new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials: CREDENTIALS });
}, 120_000);
afterAll(async () => {
  client.destroy();
  await stop();
});

const invite = async (email: string) => {
  const { tables } = stack.describe();
  const invitations = dynamoInvitations({
    documents: sdkDocuments(DynamoDBDocumentClient.from(client)),
    clock: systemClock,
    auditTable: tables.audit,
    auditSeal,
    directoryTable: tables.directory,
  });
  const deps = {
    invitations,
    clock: systemClock,
    random: systemRandom,
    pseudonyms: { of: async (text: string) => text },
  };
  const into = { systemAccountId: "acct_globex", role: "Manager", invitedBy: "operator" } as const;
  await inviteUser(deps, { ...into, email, validSeconds: 3600 });
};

it("makes the invited address a member once it is confirmed, with its claims in the first session", async () => {
  const user = { email: "invited-user@example.com", password: "Brand-New-1!" };
  await invite(user.email);
  expect((await post(stack.describe(), "signup", user)).status).toBe(202);
  const { code } = await stack.inbox.waitFor((message) => message.to === user.email, 60_000);
  expect((await post(stack.describe(), "confirm", { ...user, code })).status).toBe(200);
  const session = await post(stack.describe(), "signin", user);

  const me = await fetch(`${stack.describe().urls.site}/api/account/me`, {
    headers: { authorization: `Bearer ${String(session.body.access_token)}` },
  });
  expect([me.status, await me.json()]).toMatchObject([
    200,
    { account: { system_account_id: "acct_globex", role: "Manager" }, memberships: [{ status: "ACTIVE" }] },
  ]);
  await stack.settled();
  const types = (await deliveredEvents(stack.describe())).map((event) => event["detail-type"]);
  expect(types).toEqual(
    expect.arrayContaining(["membership.invited", "membership.accepted", "user.confirmed"]),
  );
});
