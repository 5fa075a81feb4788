/** A compacted data file contains only the current state of the pools. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  CreateResourceServerCommand,
  CreateUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { readJournal } from "../../../src/user-pool/store/journal-lines.js";
import { openPoolStore } from "../../../src/user-pool/store/restore.js";
import { newUser } from "../../../src/user-pool/store/user.js";
import { givenUser, poolId, signIn, startWorld } from "../world.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "compaction-"));
  path = join(folder, "user-pool.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

const UserPoolId = poolId;

async function lived(): Promise<void> {
  const world = await startWorld({ options: { dataFile: path } });
  const { cognito } = world;
  const { email } = await givenUser(world);
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: "staff" }));
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: "staff", Username: email }));
  await cognito.send(
    new CreateResourceServerCommand({ UserPoolId, Identifier: "https://api.example.com", Name: "api" }),
  );
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: "people-of-ours" }));
  const ProviderDetails = { client_id: "id", client_secret: "s", authorize_scopes: "openid" };
  await cognito.send(
    new CreateIdentityProviderCommand({
      ...{ UserPoolId, ProviderName: "Google", ProviderType: "Google", ProviderDetails },
    }),
  );
  await signIn(world, email);
  await world.close();
}

it("writes every record of the pools when it compacts the file", async () => {
  await lived();
  const written = (await readJournal(path)).values;
  const kinds = new Set([...written.keys()].map((key) => key.split(" ", 1)[0]));
  const store = await openPoolStore({ path, onFailure: () => {} }, 0);
  const compact = Object.fromEntries(store.records());
  await store.close();

  expect([...kinds].sort()).toEqual(
    ["client", "domain", "group", "identity-provider", "pool", "resource-server", "session", "user"].sort(),
  );
  expect(JSON.parse(JSON.stringify(compact))).toEqual(Object.fromEntries(written));
});

it("lets go of what was said about a pool that is not there", async () => {
  const ada = newUser({ username: "ada", sub: "ada", status: "CONFIRMED", attributes: {}, now: 0 });
  await writeFile(path, `${JSON.stringify(["user us-east-1_Gone ada", ada])}\n`);
  const store = await openPoolStore({ path, onFailure: () => {} }, 0);

  expect([...store.records()]).toEqual([]);
  await store.close();
});
