import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "../../packages/local-aws/tests/support/property.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { MAX_PREPARED_MEMBERSHIPS } from "../../shared/domain/prepared-user.js";
import { migrateUser } from "../../shared/flows/migration/migrate-user.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { anyText } from "../support/any-text.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf, ada, PASSWORD } from "../support/users.js";

let cli: CliWorld;
beforeAll(async () => {
  cli = await startCliWorld("http://127.0.0.1:9");
  const ids = Array.from({ length: MAX_PREPARED_MEMBERSHIPS + 1 }, (_, index) => `acc-${index + 1}`);
  await cli.givenAccounts(...ids.map((systemAccountId) => accountOf({ systemAccountId })));
});
afterAll(() => cli.close());

let files = 0;
const prepare = async (lines: readonly (object | string)[]) => {
  files += 1;
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  return cli.json("legacy", "prepare", await cli.file(`users-${files}.jsonl`, text));
};
const membership = (systemAccountId: string, status = "ACTIVE") => ({
  systemAccountId,
  role: "Viewer",
  status,
});
const userIdOf = async (legacyId: string) => (await cli.directory.legacyIdentity(legacyId))?.userId ?? "";

it("loads identity, profile and memberships, with one event", async () => {
  const user = {
    legacyId: "legacy-1",
    email: "One@Example.com ",
    memberships: [membership("acc-1", "SUSPENDED"), membership("acc-2")],
  };
  expect(await prepare([user, ""])).toEqual({ code: 0, answer: { prepared: 1, there: 0, refused: [] } });
  const userId = await userIdOf("legacy-1");

  expect(await cli.directory.legacyIdentity("legacy-1")).toMatchObject({ state: "PREPARED" });
  expect(await cli.directory.profile(userId)).toMatchObject({
    email: "one@example.com",
    status: "ACTIVE",
    activeAccountId: "acc-2",
    membershipCount: 1,
  });
  expect((await cli.directory.memberships(userId, { limit: 10 })).items).toHaveLength(2);
  expect(await cli.events(userSubject(userId))).toMatchObject([
    { type: "migration.prepared", details: { legacyId: "legacy-1", userId } },
  ]);
});

it("a second load changes nothing, also if users were migrated in between", async () => {
  const users = Array.from({ length: 30 }, (_, index) => ({
    legacyId: `again-${index}`,
    email: `again${index}@example.com`,
    memberships: [membership("acc-1")],
  }));
  // The first load was killed after ten lines.
  await prepare(users.slice(0, 10));
  const before = await userIdOf("again-3");
  expect((await prepare(users)).answer).toEqual({ prepared: 20, there: 10, refused: [] });
  expect((await prepare(users)).answer).toEqual({ prepared: 0, there: 30, refused: [] });
  expect(await userIdOf("again-3")).toBe(before);
  expect(await cli.events(userSubject(before))).toHaveLength(1);
});

it("two loads at the same time give every legacy user one user id and one event", async () => {
  const users = Array.from({ length: 20 }, (_, index) => ({
    legacyId: `race-${index}`,
    email: `race${index}@example.com`,
  }));
  const answers = await Promise.all([prepare(users), prepare(users)]);
  const prepared = answers.map(({ answer }) => Number(answer.prepared));
  expect([(prepared[0] ?? 0) + (prepared[1] ?? 0), ...answers.map(({ code }) => code)]).toEqual([20, 0, 0]);
  for (const { legacyId } of users)
    expect(await cli.events(userSubject(await userIdOf(legacyId)))).toHaveLength(1);
});

it("the first sign-in finds the user id of the load", async () => {
  await prepare([{ legacyId: ada.id, email: ada.email, userId: "usr_chosen" }]);
  const ports = { ...memoryPorts({ legacyUsers: [ada] }), directory: cli.directory };
  const outcome = await migrateUser(ports, {
    userPoolId: "pool-1",
    username: ada.email,
    proof: { kind: "password", password: PASSWORD },
  });
  expect(JSON.stringify(outcome)).toContain("usr_chosen");
  expect(await cli.directory.legacyIdentity(ada.id)).toMatchObject({
    state: "APPROVED",
    userId: "usr_chosen",
  });
});

it("names wrong lines by number and field without their values, and loads the others", async () => {
  const tooMany = Array.from({ length: MAX_PREPARED_MEMBERSHIPS + 1 }, (_, index) =>
    membership(`acc-${index + 1}`),
  );
  const user = (change: object) => ({
    legacyId: `w-${JSON.stringify(change).length}`,
    email: "w@example.com",
    ...change,
  });
  const { code, answer } = await prepare([
    { legacyId: "right-1", email: "right1@example.com" },
    "{ c4nary",
    user({ email: "c4nary" }),
    user({ legacyId: "" }),
    user({ password: "c4nary" }),
    user({ memberships: [membership("acc-1"), membership("acc-1", "INVITED")] }),
    user({ memberships: [{ systemAccountId: "acc-1", role: "c4nary" }] }),
    user({ memberships: tooMany }),
    user({ activeAccountId: "acc-1" }),
    { legacyId: "right-1", email: "w2@example.com" },
    { legacyId: "other-1", email: "RIGHT1@example.com" },
    { legacyId: "lost-1", email: "lost@example.com", memberships: [membership("acc-nowhere")] },
    { legacyId: "taken-1", email: "taken@example.com", userId: "usr_chosen" },
  ]);
  expect(code).toBe(1);
  expect(answer).toEqual({
    prepared: 1,
    there: 0,
    refused: [
      { line: 2, reason: "invalid: not a JSON object of the expected form" },
      { line: 3, reason: "invalid: email" },
      { line: 4, reason: "invalid: legacyId" },
      { line: 5, reason: "invalid: not a JSON object of the expected form" },
      { line: 6, reason: "invalid: duplicate account in memberships" },
      { line: 7, reason: "invalid: memberships.0.role" },
      { line: 8, reason: "invalid: memberships" },
      { line: 9, reason: "invalid: activeAccountId is not an ACTIVE membership" },
      { line: 10, reason: "the same legacy id or address as line 1" },
      { line: 11, reason: "the same legacy id or address as line 1" },
      { line: 12, reason: "account_unknown" },
      { line: 13, reason: "user_id_taken" },
    ],
  });
});

it.each(["SUSPENDED", "CLOSED"] as const)("loads no member of an account that is %s", async (status) => {
  const systemAccountId = `acc-${status}`;
  await cli.givenAccounts(accountOf({ systemAccountId, status }));
  const user = { legacyId: `in-${status}`, email: `in-${status}@example.com` };
  const { code, answer } = await prepare([{ ...user, memberships: [membership(systemAccountId)] }]);
  expect({ code, answer }).toMatchObject({
    code: 1,
    answer: { prepared: 0, refused: [{ line: 1, reason: "account_not_active" }] },
  });
});

it("loads groups composed, in every script, and refuses those that look like others", async () => {
  const groups = ["R&D", "C++", "ทีม", "हिन्दी", "e\u0301quipe"];
  const { answer } = await prepare([
    { legacyId: "groups-1", email: "groups1@example.com", groups },
    { legacyId: "groups-2", email: "groups2@example.com", groups: ["beta", "be\u200bta"] },
    { legacyId: "groups-3", email: "groups3@example.com", groups: ["a b"] },
    '{"legacyId":"groups-4","email":"groups4@example.com","groups":["\\ud800"]}',
    { legacyId: "groups-5\u202e", email: "groups5@example.com" },
    { legacyId: "groups-6", email: "gro\u200bups6@example.com" },
  ]);
  expect(answer).toEqual({
    prepared: 1,
    there: 0,
    refused: [
      { line: 2, reason: "invalid: groups.1" },
      { line: 3, reason: "invalid: groups.0" },
      { line: 4, reason: "invalid: groups.0" },
      { line: 5, reason: "invalid: legacyId" },
      { line: 6, reason: "invalid: email" },
    ],
  });
  const profile = await cli.directory.profile(await userIdOf("groups-1"));
  expect([...(profile?.groups ?? [])].sort()).toEqual([...groups.slice(0, 4), "équipe"].sort());
});

it("loads random groups as they are kept, or names their line", async () => {
  const users = fc
    .sample(anyText, 80)
    .map((group, index) => ({ legacyId: `any-${index}`, email: `any${index}@example.com`, groups: [group] }));
  const { answer } = await prepare(users);
  const refused = new Set((answer.refused as { line: number }[]).map(({ line }) => line));
  for (const [index, { legacyId, groups }] of users.entries()) {
    const profile = await cli.directory.profile(await userIdOf(legacyId));
    const kept = (groups[0] ?? "").normalize("NFC");
    expect(profile?.groups).toEqual(refused.has(index + 1) ? undefined : [kept]);
  }
  expect(refused.size).toBeGreaterThan(0);
  expect(refused.size).toBeLessThan(users.length);
});

describe("an address that belongs to another user", () => {
  const admin = { ...membership("acc-1"), role: "Admin" };
  const refusedFor = async (legacyId: string, email: string) => {
    const { code, answer } = await prepare([{ legacyId, email, memberships: [admin] }]);
    return { code, refused: answer.refused };
  };
  const taken = { code: 1, refused: [{ line: 1, reason: "address_taken" }] };
  const none = { code: 0, refused: [] };

  it("is refused, also if another file gave it, or a load that runs at the same time", async () => {
    expect(await refusedFor("first-1", "shared@example.com")).toEqual(none);
    expect(await refusedFor("second-1", " SHARED@example.com")).toEqual(taken);
    expect(await cli.directory.legacyIdentity("second-1")).toBeUndefined();
    expect(await cli.directory.legacyIdByAddress("shared@example.com")).toBe("first-1");

    const both = await Promise.all(
      ["race-a", "race-b"].map((legacyId) => refusedFor(legacyId, "race@example.com")),
    );
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(both).toContainEqual(taken);
  });

  it("is refused if the user is LINKED, has another address since, or never was a legacy user", async () => {
    const linked = { legacyId: "linked-1", userId: "usr_linked", email: "linked@example.com" };
    const event = (key: string) =>
      auditEvent("migration.approved", { subject: userSubject("usr_linked"), key, at: new Date() });
    await cli.directory.approveMigration(linked, event("approved"));
    await cli.directory.linkLegacy({ ...linked, sub: "sub-linked" }, event("linked"));
    expect(await refusedFor("stranger-1", "linked@example.com")).toEqual(taken);

    const change = { userId: "usr_linked", from: "linked@example.com", to: "linked-now@example.com" };
    await cli.directory.changeAddress(change, event("changed"));
    expect(await refusedFor("stranger-1", "linked-now@example.com")).toEqual(taken);

    const signedUp = { userId: "usr_signed_up", sub: "sub-signed-up", email: "signed-up@example.com" };
    await cli.directory.createProfile({ ...signedUp, status: "ACTIVE" }, event("created"));
    expect(await refusedFor("stranger-1", "signed-up@example.com")).toEqual(taken);
    expect(await cli.directory.legacyIdentity("stranger-1")).toBeUndefined();
  });

  it("is free if a sign-up with it was not confirmed, or if the legacy system confirmed another address", async () => {
    const event = auditEvent("signup.requested", { subject: "user:usr_un", key: "un", at: new Date() });
    const unconfirmed = {
      userId: "usr_un",
      sub: "sub-un",
      email: "un@example.com",
      status: "UNCONFIRMED",
    } as const;
    await cli.directory.createProfile(unconfirmed, event);
    expect(await refusedFor("owner-1", "un@example.com")).toEqual(none);

    const moved = { ...ada, id: "moved-1", username: "new@example.com", email: "new@example.com" };
    expect(await refusedFor("moved-1", "old@example.com")).toEqual(none);
    const ports = { ...memoryPorts({ legacyUsers: [moved] }), directory: cli.directory };
    const proof = { kind: "password", password: PASSWORD } as const;
    await migrateUser(ports, { userPoolId: "pool-1", username: moved.email, proof });
    expect(await cli.directory.legacyIdentity("moved-1")).toMatchObject({
      ...{ state: "APPROVED", email: "new@example.com" },
    });
    expect(await cli.directory.legacyIdByAddress("old@example.com")).toBeUndefined();
    expect(await refusedFor("next-1", "old@example.com")).toEqual(none);
  });
});

it("refuses groups that stand for a role, and names that are no groups, as a mapping does", async () => {
  const refusedFor = async (groups: unknown) => {
    const line = { legacyId: "groups-role", email: "groups-role@example.com", groups };
    const { code, answer } = await prepare([{ ...line, memberships: [membership("acc-1")] }]);
    return { code, refused: answer.refused };
  };
  for (const group of ["admins", "Managers", "VIEWERS"])
    expect(await refusedFor(["beta", group])).toEqual({
      code: 1,
      refused: [{ line: 1, reason: "invalid: groups contains the group of a role" }],
    });
  const malformed = ["", "a b", "a,b", "beta\u200b", "beta\u0007", "\ud800", "x".repeat(129)];
  for (const group of malformed)
    expect({ group, ...(await refusedFor([group])) }).toEqual({
      ...{ group, code: 1 },
      refused: [{ line: 1, reason: "invalid: groups.0" }],
    });
  const many = Array.from({ length: 21 }, (_, index) => `group-${index}`);
  expect((await refusedFor(many)).refused).toEqual([{ line: 1, reason: "invalid: groups" }]);
  expect(await refusedFor(["beta", "Équipe", ...many.slice(0, 18)])).toEqual({ code: 0, refused: [] });
});

it("loads the stated maximum of memberships", async () => {
  const memberships = Array.from({ length: MAX_PREPARED_MEMBERSHIPS }, (_, index) =>
    membership(`acc-${index + 1}`),
  );
  expect(
    (await prepare([{ legacyId: "many-1", email: "many@example.com", memberships }])).answer,
  ).toMatchObject({
    prepared: 1,
  });
  expect((await cli.directory.memberships(await userIdOf("many-1"), { limit: 100 })).items).toHaveLength(
    MAX_PREPARED_MEMBERSHIPS,
  );
});

it("counts the legacy identities of each migration state", async () => {
  const before = (await cli.json("legacy", "progress")).answer as { PREPARED: number };
  await prepare([{ legacyId: "counted-1", email: "counted@example.com" }]);
  expect((await cli.json("legacy", "progress")).answer).toEqual({ ...before, PREPARED: before.PREPARED + 1 });
});
