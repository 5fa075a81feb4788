/** Endings of users, in memory and in DynamoDB. */
import { afterAll, describe, expect, it } from "@jest/globals";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoUserEndings } from "../../shared/adapters/dynamo/endings/user-endings.js";
import { profileRowKey } from "../../shared/adapters/dynamo/row-keys.js";
import type { UserProfile } from "../../shared/domain/account.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import type { UserEndings } from "../../shared/ports/endings.js";
import type { Directory } from "../../shared/ports/index.js";
import { auditSeal } from "../support/audit-seal.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "../support/dynamo-server.js";
import { NOW, profileOf } from "../support/users.js";

type World = { readonly endings: UserEndings; readonly directory: Pick<Directory, "profile"> };
type Kind = { readonly name: string; open(profile: UserProfile): Promise<World>; close(): Promise<void> };

const inMemory: Kind = {
  name: "memory",
  open: async (profile) => memoryPorts({ now: NOW, profiles: [profile] }),
  close: async () => undefined,
};
let server: DynamoServer | undefined;
const inDynamo: Kind = {
  name: "DynamoDB",
  open: async ({ userId, email, status, mergedInto }) => {
    server ??= await startDynamo();
    const { audit: auditTable, directory: directoryTable } = await server.createTables();
    const documents = signedDocumentsOf(server.url);
    const { clock } = memoryPorts({ now: NOW });
    const store = { documents, auditTable, directoryTable, auditSeal, clock };
    await documents.put(directoryTable, {
      ...profileRowKey(userId),
      ...{ user_id: userId, email, status },
      ...(mergedInto !== undefined && { merge_into: mergedInto }),
    });
    return { endings: dynamoUserEndings(store), directory: dynamoDirectory(store) };
  },
  close: async () => server?.close(),
};

let events = 0;
const event = () => {
  events += 1;
  return auditEvent("user.suspended", {
    subject: userSubject("usr_ada"),
    key: String(events),
    at: new Date(NOW),
  });
};

describe.each([inMemory, inDynamo])("endings in $name", ({ open, close }) => {
  afterAll(close);
  const begin = ({ endings }: World, suspended: "skip" | "include" = "include", userId = "usr_ada") =>
    endings.begin({ userId, suspended }, event());

  it.each(["ACTIVE", "UNCONFIRMED"] as const)("an %s user is suspended, once", async (status) => {
    const world = await open(profileOf({ status }));
    expect([await begin(world, "skip"), await begin(world), await begin(world, "skip")]).toEqual([
      "begun",
      "unchanged",
      "unchanged",
    ]);
    expect(await world.directory.profile("usr_ada")).toMatchObject({
      ...{ status: "SUSPENDED", suspendedAt: NOW },
      ending: { at: NOW, complete: false },
    });
    await world.endings.complete("usr_ada");
    expect((await world.directory.profile("usr_ada"))?.ending).toEqual({ at: NOW, complete: true });
  });

  it("one of two endings at the same time is recorded", async () => {
    const world = await open(profileOf());
    const outcomes = await Promise.all([begin(world), begin(world)]);
    expect(outcomes.toSorted()).toEqual(["begun", "unchanged"]);
  });

  it("a suspended user is skipped or included, as asked", async () => {
    const world = await open(profileOf({ status: "SUSPENDED" }));
    expect([await begin(world, "skip"), await begin(world, "include")]).toEqual(["unchanged", "begun"]);
  });

  it("a merged duplicate and an unknown user stay as they are", async () => {
    const world = await open(profileOf({ status: "SUSPENDED", mergedInto: "usr_grace" }));
    expect([await begin(world), await begin(world, "include", "usr_nobody")]).toEqual([
      "unchanged",
      "unchanged",
    ]);
    await world.endings.complete("usr_ada");
    await world.endings.complete("usr_nobody");
    expect((await world.directory.profile("usr_ada"))?.ending).toBeUndefined();
    expect(await world.directory.profile("usr_nobody")).toBeUndefined();
  });
});
