import { afterAll, describe, expect, it } from "@jest/globals";
import { browserSessionOf } from "../support/browser-sessions.js";
import { storedSessionOf } from "../support/session-tokens.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { accountOf, membershipOf, profileOf } from "../support/users.js";

const session = browserSessionOf();
const next = {
  ...session,
  version: 2,
  sealedToken: "sealed again",
  sisterId: "for sister sites",
  activeAccountId: undefined,
  scopes: [],
  validUntilSeconds: session.validUntilSeconds + 60,
  idleUntilSeconds: session.idleUntilSeconds + 60,
};
const kinds: StoreKind[] = [memoryStores(), dynamoStores(), dynamoStores("sdk")];

describe.each(kinds)("sessions of browsers in $name", ({ open, close }) => {
  afterAll(close);

  it("a session is found by its id and its user, as it was created", async () => {
    const { browserSessions } = await open();
    await browserSessions.create(session);
    expect(await browserSessions.find(session)).toEqual({ ...session, ended: false });
    expect(await browserSessions.find({ ...session, userId: "usr_grace" })).toBeUndefined();
    expect(await browserSessions.find({ ...session, sessionId: "other" })).toBeUndefined();
  });

  it("a refresh stores the new state, with and without an account", async () => {
    const { browserSessions } = await open();
    await browserSessions.create(session);
    expect(await browserSessions.refresh(next)).toBe("stored");
    expect(await browserSessions.find(session)).toEqual({ ...next, ended: false });
    const third = { ...session, version: 3 };
    expect(await browserSessions.refresh(third)).toBe("stored");
    expect(await browserSessions.find(session)).toEqual({ ...third, ended: false });
  });

  it("of 20 concurrent refreshes of one version, one is stored", async () => {
    const { browserSessions } = await open();
    await browserSessions.create(session);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        browserSessions.refresh({ ...next, sealedToken: `token-${index}` }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "stored")).toHaveLength(1);
    const sealedToken = `token-${outcomes.indexOf("stored")}`;
    expect(await browserSessions.find(session)).toMatchObject({ version: 2, sealedToken });
  });

  it("a session that was never created takes no refresh", async () => {
    const { browserSessions } = await open();
    expect(await browserSessions.refresh(next)).toBe("lost");
  });

  it("a session that has ended alone takes no refresh, keeps no token, and is not listed", async () => {
    const { browserSessions, sessions } = await open();
    await browserSessions.create(session);
    expect(await sessions.list("usr_ada")).toMatchObject([
      { sessionId: session.sessionId, validUntilSeconds: session.endsAtSeconds },
    ]);
    await sessions.end(session.sessionId);
    expect(await browserSessions.refresh(next)).toBe("lost");
    expect(await browserSessions.find(session)).toMatchObject({ ended: true, sealedToken: "" });
    expect(await sessions.list("usr_ada")).toEqual([]);
  });

  it("the end of all sessions of the user ends it", async () => {
    const { browserSessions, sessions } = await open();
    await browserSessions.create(session);
    await sessions.endAllOf("usr_grace");
    expect(await browserSessions.find(session)).toMatchObject({ ended: false });
    await sessions.endAllOf("usr_ada");
    expect(await browserSessions.find(session)).toMatchObject({ ended: true });
  });

  it.each([
    ["idle time", { idleUntilSeconds: session.startedAtSeconds + 20 }],
    ["longest time", { endsAtSeconds: session.startedAtSeconds + 20 }],
  ])("its %s ends it to the second", async (_, change) => {
    const { browserSessions, clock } = await open();
    await browserSessions.create({ ...session, ...change });
    clock.advance(9_000);
    expect(await browserSessions.find(session)).toMatchObject({ ended: false });
    clock.advance(1_000);
    expect(await browserSessions.find(session)).toMatchObject({ ended: true });
  });

  it("a session whose tokens the client holds is none", async () => {
    const { browserSessions, sessions } = await open();
    await sessions.create(storedSessionOf());
    const key = { sessionId: storedSessionOf().sessionId, userId: "usr_ada" };
    expect(await browserSessions.find(key)).toBeUndefined();
  });

  it("is read in one call with its user, the membership and the account", async () => {
    const { access, browserSessions } = await open({
      accounts: [accountOf()],
      memberships: [membershipOf()],
      prepared: [{ legacyId: "legacy-1", profile: profileOf() }],
    });
    await browserSessions.create(session);
    const { sessionId } = session;
    const read = await access.readBrowser({ sessionId, userId: "usr_ada", systemAccountId: "acc-1" });
    expect(read).toMatchObject({
      session: { ...session, ended: false },
      standing: { account: accountOf(), membership: { role: "Manager" }, profile: { userId: "usr_ada" } },
    });
    const ofOther = await access.readBrowser({ sessionId, userId: "usr_grace", systemAccountId: "acc-1" });
    expect(ofOther.session).toBeUndefined();
  });
});
