import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoEntitlements } from "../../shared/adapters/dynamo/migration/entitlements.js";
import { profileRowKey } from "../../shared/adapters/dynamo/row-keys.js";
import { preparedRows } from "../../shared/adapters/dynamo/rows.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { type AuditEventType, auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { auditSeal } from "../support/audit-seal.js";
import { type DynamoServer, startDynamo } from "../support/dynamo-server.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf, SUB } from "../support/users.js";

const event = (type: AuditEventType, key = "legacy-42") =>
  auditEvent(type, { subject: userSubject("usr_a"), key, at: new Date(NOW) });
const entitlements = {
  memberships: [{ systemAccountId: "acc-1", role: "Viewer" }],
  groups: ["beta"],
  attributes: { newsletter: "true" },
};
const identity = { legacyId: "legacy-42", userId: "usr_a" };
const approved = { ...identity, email: "ada@example.com" };
const viewer = { userId: "usr_a", systemAccountId: "acc-1", role: "Viewer" };
const given = { ...identity, groups: entitlements.groups, attributes: entitlements.attributes };

describe.each<StoreKind>([memoryStores(), dynamoStores()])("entitlements in $name", ({ open, close }) => {
  afterAll(close);
  const migrated = async (seed: Parameters<typeof open>[0] = { accounts: [accountOf()] }) => {
    const stores = await open(seed);
    await stores.directory.approveMigration({ ...approved, entitlements }, event("migration.approved"));
    return stores;
  };

  it("wait in the identity, also when it is linked, until they have been given", async () => {
    const stores = await migrated();
    const { directory } = stores;
    expect(await directory.legacyIdentity("legacy-42")).toMatchObject({ state: "APPROVED", entitlements });
    await directory.linkLegacy({ ...approved, sub: SUB }, event("migration.completed"));
    expect(await directory.legacyIdentity("legacy-42")).toMatchObject({ state: "LINKED", entitlements });

    expect(await stores.entitlements.settle(given, event("migration.entitled"))).toBe("settled");
    const settled = await directory.legacyIdentity("legacy-42");
    expect([settled?.state, settled?.sub, settled?.entitlements]).toEqual(["LINKED", SUB, undefined]);
    expect((await directory.profile("usr_a"))?.groups).toEqual(["beta"]);
    expect(await directory.legacyAttributes("usr_a")).toEqual({ newsletter: "true" });
  });

  it("are given once", async () => {
    const stores = await migrated();
    await stores.entitlements.settle(given, event("migration.entitled"));
    expect(await stores.entitlements.settle(given, event("migration.entitled", "again"))).toBe("gone");
    expect((await stores.directory.profile("usr_a"))?.groups).toEqual(["beta"]);
    expect(await stores.recorded("user:usr_a")).toHaveLength(2);
  });

  it("are kept if the identity meanwhile belongs to another user", async () => {
    const stores = await migrated();
    const other = { ...given, userId: "usr_b" };
    expect(await stores.entitlements.settle(other, event("migration.entitled"))).toBe("gone");
    expect(await stores.directory.legacyIdentity("legacy-42")).toMatchObject({ entitlements });
  });

  it("are added to the groups that were prepared", async () => {
    const profile = profileOf({ ...approved, sub: undefined, groups: ["early"] });
    const stores = await migrated({ prepared: [{ legacyId: "legacy-42", profile }] });
    await stores.entitlements.settle(given, event("migration.entitled"));
    expect((await stores.directory.profile("usr_a"))?.groups).toEqual(["early", "beta"]);
  });

  it("create a member once, and choose the account as active if the user had none", async () => {
    const stores = await migrated();
    expect(await stores.entitlements.join(viewer, event("membership.migrated"))).toBe("joined");
    expect(await stores.entitlements.join(viewer, event("membership.migrated"))).toBe("refused");
    expect((await stores.directory.memberships("usr_a", { limit: 10 })).items).toEqual([
      { ...viewer, status: "ACTIVE" },
    ]);
    expect(await stores.directory.profile("usr_a")).toMatchObject({
      activeAccountId: "acc-1",
      membershipCount: 1,
      membershipVersion: 1,
    });
    expect(await stores.recorded("user:usr_a")).toHaveLength(2);
  });

  it("create one member in parallel attempts", async () => {
    const stores = await migrated();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        stores.entitlements.join(viewer, event("membership.migrated", `try ${index}`)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "joined")).toHaveLength(1);
    expect(await stores.directory.profile("usr_a")).toMatchObject({ membershipCount: 1 });
  });

  it.each(["ACTIVE", "INVITED", "SUSPENDED", "REMOVED"] as const)(
    "do not change a membership that is %s",
    async (status) => {
      const held = membershipOf({ userId: "usr_a", role: "Manager", status });
      const stores = await migrated({ accounts: [accountOf()], memberships: [held] });
      expect(await stores.entitlements.join(viewer, event("membership.migrated"))).toBe("refused");
      expect((await stores.directory.standing("usr_a", "acc-1")).membership).toEqual(held);
      expect(await stores.recorded("user:usr_a")).toHaveLength(1);
    },
  );

  it.each([[], [accountOf({ status: "SUSPENDED" })], [accountOf({ status: "CLOSED" })]])(
    "create no member in an account that is not active",
    async (...accounts) => {
      const stores = await migrated({ accounts });
      expect(await stores.entitlements.join(viewer, event("membership.migrated"))).toBe("refused");
      expect((await stores.directory.memberships("usr_a", { limit: 10 })).items).toEqual([]);
    },
  );
});

describe("legacy attributes in DynamoDB", () => {
  let server: DynamoServer;
  beforeAll(async () => {
    server = await startDynamo();
  });
  afterAll(() => server.close());

  const stage = async (legacyAttributes?: object) => {
    const tables = await server.createTables();
    const audit = { documents: sdkDocuments(server.client), auditTable: tables.audit, auditSeal };
    const store = { ...audit, directoryTable: tables.directory, clock: memoryPorts({ now: NOW }).clock };
    const [identityRow, profileRow] = preparedRows(
      "legacy-42",
      profileOf({ userId: "usr_a", sub: undefined }),
    );
    const rows = [
      { ...identityRow, entitlements },
      { ...profileRow, legacy_attributes: legacyAttributes },
    ];
    for (const Item of rows) await server.client.send(new PutCommand({ TableName: tables.directory, Item }));
    const sizeOf = async () => {
      const row = await store.documents.get(tables.directory, profileRowKey("usr_a"));
      return JSON.stringify(row).length;
    };
    return { directory: dynamoDirectory(store), entitlements: dynamoEntitlements(store), sizeOf };
  };
  const large = { motto: "x".repeat(100_000) };

  it("leave the profile small, which every request reads and a switch of the account writes", async () => {
    const stores = await stage();
    await stores.entitlements.settle({ ...given, attributes: large }, event("migration.entitled"));
    expect(await stores.directory.legacyAttributes("usr_a")).toEqual(large);
    expect(await stores.sizeOf()).toBeLessThan(1_000);
  });

  it("of users who were linked before are read from the profile, until they are given again", async () => {
    const stores = await stage(large);
    expect(await stores.directory.legacyAttributes("usr_a")).toEqual(large);
    await stores.entitlements.settle(given, event("migration.entitled"));
    expect(await stores.directory.legacyAttributes("usr_a")).toEqual({ newsletter: "true" });
    expect(await stores.sizeOf()).toBeLessThan(1_000);
  });
});
