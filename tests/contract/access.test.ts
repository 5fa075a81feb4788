import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { LONGEST_SESSION_SECONDS } from "../../shared/domain/session.js";
import { LONGEST_TOKEN_SECONDS } from "../../shared/domain/token-rules.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf, SUB } from "../support/users.js";

const NOW_SECONDS = Date.parse(NOW) / 1000;
const profile = profileOf({ sub: undefined, legacyId: "legacy-42" });
const seed = {
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
  memberships: [membershipOf()],
  prepared: [{ legacyId: "legacy-42", profile }],
};
const session = { sessionId: "session-1", authenticatedAtSeconds: NOW_SECONDS - 10 };
const kinds: StoreKind[] = [memoryStores(), dynamoStores(), dynamoStores("sdk")];

describe.each(kinds)("what the authorizer asks of $name", ({ open, close }) => {
  afterAll(close);

  it("is the user, the membership and the account, without the missing ones", async () => {
    const { access } = await open(seed);
    const read = (userId: string, systemAccountId?: string) => access.read({ userId, systemAccountId });
    const found = await read("usr_ada", "acc-1");
    expect(found).toMatchObject({
      standing: {
        profile: { userId: "usr_ada" },
        membership: { role: "Manager" },
        account: { cellId: "cell-7" },
      },
      sessionEnded: false,
    });
    expect((await read("usr_ada", "acc-2")).standing.membership).toBeUndefined();
    expect((await read("usr_none", "none")).standing).toEqual({});
    expect((await read("usr_ada")).standing).toEqual({ profile: found.standing.profile });
  });

  it("finds a user by the sub of a pool user, and no user by an unknown sub", async () => {
    const { access, directory } = await open(seed);
    const created = { userId: "usr_grace", sub: SUB, email: "grace@example.com", status: "ACTIVE" } as const;
    const event = auditEvent("user.provisioned", {
      ...{ subject: userSubject("usr_grace"), key: SUB, at: new Date(NOW) },
    });
    await directory.createProfile(created, event);
    expect(await access.userIdBySub(SUB)).toBe("usr_grace");
    expect(await access.userIdBySub("sub-x")).toBeUndefined();
  });

  it("reports only the ended session as ended", async () => {
    const { access, sessions } = await open(seed);
    const isEnded = async (change: object) =>
      (await access.read({ userId: "usr_ada", session: { ...session, ...change } })).sessionEnded;
    expect(await isEnded({})).toBe(false);
    await sessions.end("session-1");
    await sessions.end("session-1");
    expect([await isEnded({}), await isEnded({ sessionId: "session-2" })]).toEqual([true, false]);
    expect((await access.read({ userId: "usr_ada" })).sessionEnded).toBe(false);
  });

  it("reports all sessions of a user as ended, except those that began afterwards", async () => {
    const { access, sessions } = await open(seed);
    const isEnded = async (change: object) =>
      (await access.read({ userId: "usr_ada", session: { ...session, ...change } })).sessionEnded;
    await sessions.endAllOf("usr_ada");
    await sessions.endAllOf("usr_ada");
    expect(await isEnded({})).toBe(true);
    expect(await isEnded({ authenticatedAtSeconds: NOW_SECONDS - 1 })).toBe(true);
    expect(await isEnded({ authenticatedAtSeconds: NOW_SECONDS })).toBe(true);
    expect(await isEnded({ authenticatedAtSeconds: NOW_SECONDS + 1 })).toBe(false);
    expect((await access.read({ userId: "usr_grace", session })).sessionEnded).toBe(false);
  });

  it("reports all sessions of one pool user as ended, and none of the user's other pool users", async () => {
    const { access, sessions } = await open(seed);
    const isEnded = async (sub: string | undefined) =>
      (await access.read({ userId: "usr_ada", session: { ...session, sub } })).sessionEnded;
    await sessions.endAllOf("sub-1");
    expect(await isEnded("sub-1")).toBe(true);
    for (const sub of ["sub-2", "usr_ada", undefined]) expect(await isEnded(sub)).toBe(false);
  });

  it("keeps the end of a session until all its tokens have expired, and no longer", async () => {
    const { access, clock, sessions } = await open(seed);
    const isEnded = async () => (await access.read({ userId: "usr_ada", session })).sessionEnded;
    await sessions.end("session-1");
    clock.advance((LONGEST_TOKEN_SECONDS - 1) * 1000);
    expect(await isEnded()).toBe(true);
    clock.advance(1_000);
    expect(await isEnded()).toBe(false);
    // The rows may still be there: they can be written again.
    await sessions.end("session-1");
    expect(await isEnded()).toBe(true);
  });

  it("keeps the end of all sessions of a user until each of them has expired, and no longer", async () => {
    const { access, clock, sessions } = await open(seed);
    const isEnded = async () => (await access.read({ userId: "usr_ada", session })).sessionEnded;
    await sessions.endAllOf("usr_ada");
    clock.advance((LONGEST_SESSION_SECONDS - 1) * 1000);
    expect(await isEnded()).toBe(true);
    clock.advance(1_000);
    expect(await isEnded()).toBe(false);
  });

  it("records an end that several callers request in parallel", async () => {
    const { access, sessions } = await open(seed);
    await Promise.all(Array.from({ length: 10 }, () => sessions.endAllOf("usr_ada")));
    expect((await access.read({ userId: "usr_ada", session })).sessionEnded).toBe(true);
  });
});
