/** `users erase` against a pool of its own and a directory, and what a migration makes of it later. */
import { ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { givenUser, poolId, startWorld, type World } from "../../packages/local-aws/tests/user-pool/world.js";
import { hmacPseudonyms } from "../../shared/adapters/aws/secrets.js";
import { dynamoLegacyLookupResults } from "../../shared/adapters/dynamo/migration/legacy-lookup-results.js";
import { dynamoErasures } from "../../shared/adapters/dynamo/operator/erasures.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { systemClock } from "../../shared/adapters/node/system-clock.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { Secret } from "../../shared/domain/secret.js";
import { migrateUser } from "../../shared/flows/migration/migrate-user.js";
import { completeSignIn, linkLegacyAfterReset } from "../../shared/flows/sign-in/complete-sign-in.js";
import { handleConfirmation } from "../../shared/flows/sign-up/ensure-profile.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { auditSeal, PSEUDONYM_KEY } from "../support/audit-seal.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf, ada, membershipOf, PASSWORD } from "../support/users.js";

let pool: World;
let cli: CliWorld;
let sub: string;
const pseudonyms = hmacPseudonyms({ value: async () => new Secret(PSEUDONYM_KEY) }, "pseudonyms");
const USER = "usr_ada";

/** Ada was migrated, changed her address, owns an account, and has left another one. */
beforeEach(async () => {
  pool = await startWorld();
  cli = await startCliWorld(pool.running.url);
  ({ username: sub } = await givenUser(pool, { email: ada.email }));
  const at = systemClock.now();
  const event = (type: "migration.approved" | "migration.completed" | "user.email_changed") =>
    auditEvent(type, { subject: userSubject(USER), key: `${USER}/${type}`, at });
  const { directory } = cli;
  await cli.givenAccounts(accountOf({ ownerCount: 2 }), accountOf({ systemAccountId: "acc-2" }));
  await cli.givenMemberships(
    membershipOf({ role: "Admin", owner: true }),
    membershipOf({ systemAccountId: "acc-2", status: "REMOVED" }),
    membershipOf({ userId: "usr_grace" }),
  );
  const identity = { legacyId: ada.id, userId: USER };
  await directory.approveMigration(
    { ...identity, email: "ada.byron@example.com" },
    event("migration.approved"),
  );
  await directory.linkLegacy(
    { ...identity, sub, email: "ada.byron@example.com" },
    event("migration.completed"),
  );
  await directory.changeAddress(
    { userId: USER, from: "ada.byron@example.com", to: ada.email },
    event("user.email_changed"),
  );
  await cli.local("invitations", "create", "--email", ada.email, "--account", "acc-2", "--role", "Viewer");
});
afterEach(async () => {
  await pool.close();
  await cli.close();
});

const erase = () => cli.json("users", "erase", "--user", USER, "--reason", "request 17");
const rows = async () =>
  (await cli.client.send(new ScanCommand({ TableName: cli.tables.directory }))).Items ?? [];
const migrates = async (email: string, id = ada.id, directory = cli.directory) => {
  const ports = memoryPorts({ legacyUsers: [{ ...ada, id, email }] });
  const deps = { ...ports, directory, pseudonyms };
  const proof = { kind: "password", password: PASSWORD } as const;
  const { kind } = await migrateUser(deps, { userPoolId: poolId, username: email, proof });
  return { kind, ports };
};

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
};

describe("users erase", () => {
  it("deletes all rows of the user and the pool's user, and keeps hashes alone", async () => {
    const documents = sdkDocuments(cli.client);
    const results = dynamoLegacyLookupResults({
      documents,
      guardTable: cli.tables.guard,
      clock: systemClock,
    });
    await results.keep(sub, { kind: "approved", address: "pseudonym", legacyId: ada.id, userId: USER });
    expect(await erase()).toEqual({
      code: 1,
      answer: { userId: USER, outcome: "erased", ownerless: ["acc-1"] },
    });

    expect(await results.of(sub)).toBeUndefined();
    const left = await rows();
    expect(JSON.stringify(left)).not.toMatch(new RegExp(`${USER}|${sub}|${ada.id}|ada[@.]`));
    const tombstones = left.filter(({ pk }) => String(pk).startsWith("ERASED#"));
    expect(tombstones.map((row) => Object.keys(row).toSorted())).toEqual(
      Array.from({ length: 4 }, () => ["erased_on", "pk", "sk"]),
    );
    expect(left.find(({ pk, sk }) => pk === "ACCOUNT#acc-1" && sk === "META")).toMatchObject({
      owner_count: 1,
    });
    expect((await cli.directory.memberships("usr_grace", { limit: 10 })).items).toHaveLength(1);
    expect((await pool.cognito.send(new ListUsersCommand({ UserPoolId: poolId }))).Users).toEqual([]);
    expect(await cli.events("account:acc-1")).toMatchObject([{ type: "account.ownerless" }]);
  });

  it("records the begin and the end, with ids only", async () => {
    await erase();
    const events = (await cli.events(userSubject(USER))).filter(({ type }) => type.startsWith("user.eras"));
    const details = { userId: USER, reason: "request 17", operator: expect.any(String) };
    expect(events).toMatchObject([
      { type: "user.erasure_begun", details },
      { type: "user.erased", details },
    ]);
    expect(events.map((event) => Object.keys(event.details).toSorted())).toEqual([
      ["operator", "reason", "userId"],
      ["operator", "reason", "userId"],
    ]);
  });

  it.each([
    ["the same record", "ada.byron@example.com", ada.id],
    ["the record with another address", "countess@example.com", ada.id],
    ["another record with the address", ada.email, "legacy-99"],
    ["another record with the earlier address", "ada.byron@example.com", "legacy-99"],
  ])("refuses the migration of %s, and records no id of it", async (_, email, id) => {
    await erase();
    const { kind, ports } = await migrates(email, id);
    expect(kind).toBe("refused");
    expect(ports.audit.events).toMatchObject([{ type: "migration.conflict", details: { reason: "erased" } }]);
    expect(JSON.stringify(ports.audit.events)).not.toMatch(/legacy-|@example/);
  });

  it.each([
    ["the same record", "ada.byron@example.com", ada.id],
    ["another record with the earlier address", "ada.byron@example.com", "legacy-99"],
  ])("refuses a sign-in by %s that looked for tombstones just before", async (_, email, id) => {
    const [erasing, looked] = [gate(), gate()];
    const migrating = migrates(email, id, {
      ...cli.directory,
      isErased: async (tombstones) => {
        const found = await cli.directory.isErased(tombstones);
        looked.open();
        await erasing.opened;
        return found;
      },
    });
    await looked.opened;
    const began = systemClock.now().getTime();
    let waitedUntil = 0;
    cli.waiting.during = async (until) => {
      waitedUntil = until.getTime();
      erasing.open();
      expect((await migrating).kind).toBe("refused");
    };
    expect((await erase()).answer).toMatchObject({ outcome: "erased" });
    expect(waitedUntil - began).toBeGreaterThanOrEqual(10_000);
    expect(JSON.stringify(await rows())).not.toMatch(/legacy-|ada[@.]/);
  });

  it("lets other users migrate", async () => {
    await erase();
    expect((await migrates("mary@example.com", "legacy-43")).kind).toBe("migrated");
  });

  it("refuses to load or to restore the legacy user", async () => {
    await erase();
    const line = JSON.stringify({ legacyId: ada.id, email: ada.email, memberships: [] });
    expect(await cli.json("legacy", "prepare", await cli.file("users.jsonl", line))).toMatchObject({
      code: 1,
      answer: { refused: [{ line: 1, reason: "erased" }] },
    });
    const repair = ["legacy", "repair", "--legacy-id", ada.id, "--user", "usr_new", "--email", ada.email];
    expect(await cli.json(...repair, "--reason", "restored")).toMatchObject({
      code: 1,
      answer: { outcome: "erased" },
    });
    expect(await cli.directory.legacyIdentity(ada.id)).toBeUndefined();
  });

  it("refuses to load another legacy user with the user id", async () => {
    await erase();
    const line = JSON.stringify({ legacyId: "legacy-99", email: "new@example.com", userId: USER });
    expect(await cli.json("legacy", "prepare", await cli.file("users.jsonl", line))).toMatchObject({
      code: 1,
      answer: { refused: [{ line: 1, reason: "erased" }] },
    });
  });

  it.each([
    ["the user id", {}],
    ["the user id and the legacy id", { legacyId: ada.id }],
    ["the legacy id, with another user id", { userId: "usr_new", legacyId: ada.id }],
  ])("refuses the sign-in of a pool user of a restored pool with %s", async (_, ids) => {
    await erase();
    const before = await rows();
    const { directory } = cli;
    const ports = { ...memoryPorts(), directory, pseudonyms, legacyStage: { hasSystem: true } };
    const user = { userPoolId: poolId, userName: "sub-2", sub: "sub-2", email: "countess@example.com" };
    const restored = { ...user, emailVerified: true, userId: USER, ...ids };
    await expect(completeSignIn(ports, restored)).rejects.toMatchObject({ code: "invalid_credentials" });
    await linkLegacyAfterReset(ports, restored);
    if (restored.userId === USER)
      await expect(handleConfirmation(ports, { ...restored, passwordFollows: false })).rejects.toMatchObject({
        code: "invalid_credentials",
      });
    expect(await rows()).toEqual(before);
    expect(ports.audit.events).toContainEqual(
      expect.objectContaining({
        type: "signin.denied",
        details: expect.objectContaining({ sub: "sub-2", reason: "user_erased" }),
      }),
    );
  });

  it("completes an erasure that stopped at its beginning, which no operator reverses", async () => {
    const documents = sdkDocuments(cli.client);
    const { audit: auditTable, directory: directoryTable } = cli.tables;
    const store = { documents, auditTable, directoryTable, auditSeal, clock: systemClock };
    await dynamoErasures(store).begin(
      { userId: USER, tombstones: ["hash"] },
      auditEvent("user.erasure_begun", { subject: userSubject(USER), key: USER, at: systemClock.now() }),
    );
    const reinstated = await cli.json("users", "reinstate", "--user", USER, "--reason", "changed my mind");
    expect(reinstated.answer).toMatchObject({ outcome: "unchanged" });
    expect((await cli.directory.profile(USER))?.status).toBe("SUSPENDED");

    await erase();
    expect(await cli.directory.profile(USER)).toBeUndefined();
    expect(await cli.local("users", "erase", "--user", USER, "--reason", "again")).toMatchObject({ code: 3 });
  });
});
