import { afterAll, describe, expect, it } from "@jest/globals";
import { LONGEST_SESSION_SECONDS, refreshed, type StoredSession } from "../../shared/domain/session.js";
import { storedSessionOf } from "../support/session-tokens.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { NOW } from "../support/users.js";

const NOW_SECONDS = Date.parse(NOW) / 1000;
const session = storedSessionOf();
const kinds: StoreKind[] = [memoryStores(), dynamoStores(), dynamoStores("sdk")];
const next = (before: StoredSession, successorHash: string) =>
  refreshed(before, { hash: before.tokenHash, successorHash, successor: "sealed" }, NOW_SECONDS);

describe.each(kinds)("sessions in $name", ({ open, close }) => {
  afterAll(close);

  it("a session is found by its id and its user, as it was created", async () => {
    const { sessions } = await open();
    expect(await sessions.create(session)).toBe("created");
    expect(await sessions.find(session)).toEqual({ ...session, ended: false });
    expect(await sessions.find({ ...session, userId: "usr_grace" })).toBeUndefined();
    expect(await sessions.find({ ...session, sessionId: "session-2" })).toBeUndefined();
  });

  it("a session is created once", async () => {
    const { sessions } = await open();
    await sessions.create(session);
    expect(await sessions.create({ ...session, tokenHash: "other" })).toBe("exists");
    expect(await sessions.find(session)).toMatchObject({ tokenHash: session.tokenHash });
  });

  it("a refresh stores the current token and the one that it replaced", async () => {
    const { sessions } = await open();
    await sessions.create(session);
    expect(await sessions.refresh(next(session, "hash-2"))).toBe("stored");
    expect(await sessions.find(session)).toEqual({
      ...session,
      version: 2,
      tokenHash: "hash-2",
      replaced: [{ hash: "hash-1", untilSeconds: NOW_SECONDS + 60, successor: "sealed" }],
      ended: false,
    });
  });

  it("of 20 concurrent refreshes of one version, one is stored", async () => {
    const { sessions } = await open();
    await sessions.create(session);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => sessions.refresh(next(session, `next-${index}`))),
    );
    expect(outcomes.filter((outcome) => outcome === "stored")).toHaveLength(1);
    const winner = outcomes.indexOf("stored");
    expect(await sessions.find(session)).toMatchObject({ version: 2, tokenHash: `next-${winner}` });
  });

  it("a session that was never created, or has ended, takes no refresh", async () => {
    const { sessions } = await open();
    expect(await sessions.refresh(next(session, "hash-2"))).toBe("lost");
    await sessions.create(session);
    await sessions.end(session.sessionId);
    expect(await sessions.refresh(next(session, "hash-2"))).toBe("lost");
    expect(await sessions.find(session)).toMatchObject({ tokenHash: "hash-1", ended: true });
  });

  it("an ended session stays ended, also when it is created or ended again", async () => {
    const { sessions } = await open();
    await sessions.create(session);
    await sessions.end(session.sessionId);
    await sessions.end(session.sessionId);
    expect(await sessions.create(session)).toBe("exists");
    expect(await sessions.find(session)).toMatchObject({ ended: true, replaced: [] });
  });

  it("a session without a row can be ended, which leaves no row", async () => {
    const { sessions, access } = await open();
    await sessions.end("session-9");
    expect(await sessions.find({ ...session, sessionId: "session-9" })).toBeUndefined();
    await sessions.endAllOf("usr_ada");
    expect(await sessions.find({ ...session, sessionId: "session-9" })).toBeUndefined();
    const ofToken = { sessionId: "session-9", authenticatedAtSeconds: NOW_SECONDS - 10 };
    expect(await access.read({ userId: "usr_ada", session: ofToken })).toMatchObject({ sessionEnded: true });
  });

  it("a session is expired at its end, even if the row still exists", async () => {
    const { sessions, clock } = await open();
    await sessions.create({ ...session, validUntilSeconds: NOW_SECONDS + 100 });
    clock.advance(99_000);
    expect(await sessions.find(session)).toMatchObject({ ended: false });
    clock.advance(1_000);
    expect(await sessions.find(session)).toMatchObject({ ended: true });
    expect(await sessions.list("usr_ada")).toEqual([]);
  });

  it("the end of all sessions of a user ends those that began before the next second, of all pool users, and of no other user", async () => {
    const { sessions } = await open();
    const other = storedSessionOf({ sessionId: "session-2", sub: "google-sub" });
    const sameSecond = storedSessionOf({ sessionId: "session-5", startedAtSeconds: NOW_SECONDS });
    const later = storedSessionOf({ sessionId: "session-3", startedAtSeconds: NOW_SECONDS + 1 });
    const foreign = storedSessionOf({ sessionId: "session-4", userId: "usr_grace" });
    const all = [session, other, sameSecond, later, foreign];
    for (const each of all) await sessions.create(each);
    await Promise.all(Array.from({ length: 5 }, () => sessions.endAllOf("usr_ada")));
    const found = await Promise.all(all.map((each) => sessions.find(each)));
    expect(found.map((each) => each?.ended)).toEqual([true, true, true, false, false]);
    expect((await sessions.list("usr_ada")).map(({ sessionId }) => sessionId)).toEqual(["session-3"]);
  });

  it("the end of all sessions can spare those of the current second, and does not take back an end that did not", async () => {
    const { sessions } = await open();
    const sameSecond = storedSessionOf({ sessionId: "session-2", startedAtSeconds: NOW_SECONDS });
    for (const each of [session, sameSecond]) await sessions.create(each);
    const ended = async () =>
      (await Promise.all([session, sameSecond].map((each) => sessions.find(each)))).map(
        (each) => each?.ended,
      );
    await sessions.endAllOf("usr_ada", { spareThisSecond: true });
    expect(await ended()).toEqual([true, false]);
    await sessions.endAllOf("usr_ada");
    await sessions.endAllOf("usr_ada", { spareThisSecond: true });
    expect(await ended()).toEqual([true, true]);
  });

  it("the end of all sessions is kept for the longest life of a session", async () => {
    const { sessions, clock } = await open();
    const validUntilSeconds = session.startedAtSeconds + LONGEST_SESSION_SECONDS;
    await sessions.create({ ...session, validUntilSeconds });
    await sessions.endAllOf("usr_ada");
    clock.advance((validUntilSeconds - NOW_SECONDS - 1) * 1000);
    expect(await sessions.find(session)).toMatchObject({ ended: true });
  });

  it("a user's live sessions are listed, latest first, without their tokens", async () => {
    const { sessions } = await open();
    const started = [3, 1, 2].map((seconds) =>
      storedSessionOf({
        sessionId: `session-${seconds}`,
        startedAtSeconds: session.startedAtSeconds + seconds,
      }),
    );
    for (const each of started) await sessions.create(each);
    await sessions.create(storedSessionOf({ sessionId: "foreign", userId: "usr_grace" }));
    await sessions.end("session-2");
    const { sub, device, validUntilSeconds } = session;
    expect(await sessions.list("usr_ada")).toEqual(
      [3, 1].map((seconds) => ({
        ...{ sub, device, validUntilSeconds },
        sessionId: `session-${seconds}`,
        startedAtSeconds: session.startedAtSeconds + seconds,
      })),
    );
  });
});
