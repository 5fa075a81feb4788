import { afterAll, describe, expect, it } from "@jest/globals";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import type { Choice } from "../../shared/domain/challenge/challenge.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";
import { NOW } from "../support/users.js";

const CODE: Choice = { kind: "CODE", occasion: "sign_in" };
const LINK: Choice = { kind: "LINK", binding: "hash-of-the-browser" };
const END = Date.parse(NOW) / 1000 + 600;
const subject = "user:usr_ada";
const event = (type: "challenge.sent" | "challenge.passed" | "challenge.failed", key: string) =>
  auditEvent(type, { subject, key, at: new Date(NOW) });
const recordedIn = async ({ recorded }: Stores) => (await recorded(subject)).map(({ id }) => id);

describe.each<StoreKind>([memoryStores(), dynamoStores()])("challenges in $name", ({ open, close }) => {
  afterAll(close);

  const opened = async (choice: Choice = CODE) => {
    const stores = await open();
    await stores.challenges.open("chl_1", choice, END);
    return stores;
  };

  it.each([CODE, LINK])("are opened once, with one choice: %j", async (choice) => {
    const { challenges } = await opened(choice);
    expect(await challenges.open("chl_1", choice, END + 60)).toBe("open");
    expect(await challenges.open("chl_1", { kind: "LINK", binding: "another" }, END)).toBe("conflict");
    expect(await challenges.find("chl_1")).toEqual(
      expect.objectContaining({
        reference: "chl_1",
        choice,
        expiresAtSeconds: END,
        sent: false,
        answers: {},
      }),
    );
    expect(await challenges.find("chl_2")).toBeUndefined();
  });

  it("are sent by one of several deliveries, and by another one after that lease has expired", async () => {
    const { challenges, clock } = await opened();
    const claims = await Promise.all(Array.from({ length: 20 }, () => challenges.claim("chl_1", "proof", 6)));
    expect(claims.filter((each) => each === "claimed")).toHaveLength(1);
    clock.advance(5_999);
    expect(await challenges.claim("chl_1", "proof", 6)).toBe("taken");
    clock.advance(1);
    expect(await challenges.claim("chl_1", "proof", 6)).toBe("claimed");
    expect(await challenges.find("chl_1")).toMatchObject({ proof: "proof", sent: false });
  });

  it("that were sent are not sent again, however late", async () => {
    const stores = await opened();
    await stores.challenges.claim("chl_1", "proof", 6);
    await stores.challenges.settle("chl_1", event("challenge.sent", "chl_1"));
    await stores.challenges.settle("chl_1", event("challenge.sent", "chl_1"));
    stores.clock.advance(3_600_000);
    expect(await stores.challenges.claim("chl_1", "proof", 6)).toBe("taken");
    expect(await stores.challenges.find("chl_1")).toMatchObject({ sent: true });
    expect(await recordedIn(stores)).toEqual(["challenge.sent/chl_1"]);
  });

  it("that were never opened cannot be sent, and no event about them is recorded", async () => {
    const stores = await open();
    expect(await stores.challenges.claim("chl_1", "proof", 6)).toBe("taken");
    await expect(stores.challenges.settle("chl_1", event("challenge.sent", "chl_1"))).rejects.toMatchObject({
      code: "internal",
    });
    const given = { round: 1, answer: "a", passed: false };
    expect(await stores.challenges.answer("chl_1", given, event("challenge.failed", "chl_1/1"))).toBe(
      "conflict",
    );
    expect(await recordedIn(stores)).toEqual([]);
  });

  it("have one answer a round: the first of several parallel ones", async () => {
    const stores = await opened();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        stores.challenges.answer(
          "chl_1",
          { round: 1, answer: `answer-${index}`, passed: false },
          event("challenge.failed", "chl_1/1"),
        ),
      ),
    );
    expect(outcomes.filter((each) => each === "recorded")).toHaveLength(1);
    expect(Object.keys((await stores.challenges.find("chl_1"))?.answers ?? {})).toEqual(["1"]);
    expect(await recordedIn(stores)).toEqual(["challenge.failed/chl_1/1"]);
  });

  it("accept the same answer again, without a second event", async () => {
    const stores = await opened();
    const pass = () =>
      stores.challenges.answer(
        "chl_1",
        { round: 1, answer: "right", passed: true },
        event("challenge.passed", "chl_1/1"),
      );
    expect([await pass(), await pass()]).toEqual(["recorded", "recorded"]);
    expect(await recordedIn(stores)).toEqual(["challenge.passed/chl_1/1"]);
    expect(await stores.challenges.find("chl_1")).toMatchObject({ answers: { 1: "right" }, passedIn: 1 });
  });

  it("are passed in one round", async () => {
    const { challenges } = await opened();
    const inRound = (round: number) =>
      challenges.answer(
        "chl_1",
        { round, answer: "right", passed: true },
        event("challenge.passed", `chl_1/${round}`),
      );
    expect([await inRound(1), await inRound(2)]).toEqual(["recorded", "conflict"]);
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])("tickets in $name", ({ open, close }) => {
  afterAll(close);

  const ticket = { id: "sso/hash", kind: "sso", sub: "sub-1", expiresAtSeconds: END } as const;
  const issue = (key: string) => auditEvent("ticket.issued", { subject, key, at: new Date(NOW) });
  const use = (by: string) => auditEvent("ticket.consumed", { subject, key: by, at: new Date(NOW) });
  const consume = ({ tickets }: Stores, by: string, change = {}) =>
    tickets.consume({ id: ticket.id, kind: "sso", sub: "sub-1", by, ...change }, use(by));
  const issued = async () => {
    const stores = await open();
    await stores.tickets.issue(ticket, issue("1"));
    return stores;
  };

  it("are consumed by one operation, also if it is delivered again", async () => {
    const stores = await issued();
    expect([await consume(stores, "a"), await consume(stores, "a"), await consume(stores, "b")]).toEqual([
      "consumed",
      "consumed",
      "refused",
    ]);
    expect((await recordedIn(stores)).toSorted()).toEqual(["ticket.consumed/a", "ticket.issued/1"]);
  });

  it("are consumed by one of several parallel operations", async () => {
    const stores = await issued();
    const outcomes = await Promise.all(["a", "b", "c", "d", "e"].map((by) => consume(stores, by)));
    expect(outcomes.filter((each) => each === "consumed")).toHaveLength(1);
  });

  it("are valid for one user and one kind, and found by their id", async () => {
    const stores = await issued();
    for (const change of [{ sub: "sub-2" }, { kind: "step-up" }, { id: "sso/other" }]) {
      expect(await consume(stores, "a", change)).toBe("refused");
    }
    expect(await consume(stores, "a")).toBe("consumed");
  });

  it("are invalid after their expiry, even if the row still exists", async () => {
    const stores = await issued();
    stores.clock.advance(599_000);
    expect(await consume(stores, "a")).toBe("consumed");
    stores.clock.advance(1_000);
    expect(await consume(stores, "b")).toBe("refused");
  });

  it("can be issued again after they were consumed, but only by another event", async () => {
    const stores = await issued();
    await consume(stores, "a");
    await stores.tickets.issue(ticket, issue("1"));
    expect(await consume(stores, "b")).toBe("refused");
    await stores.tickets.issue(ticket, issue("2"));
    expect(await consume(stores, "b")).toBe("consumed");
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])(
  "sign-ins that wait in $name",
  ({ open, close }) => {
    afterAll(close);

    const pending = {
      session: "s",
      username: "sub-1",
      method: "code",
      pseudonym: "p",
      expiresAtSeconds: END,
    } as const;

    it("are consumed by one of several parallel requests", async () => {
      const { pendingSignIns } = await open();
      await pendingSignIns.keep("id", pending);
      const taken = await Promise.all(Array.from({ length: 10 }, () => pendingSignIns.take("id")));
      expect(taken.filter((each) => each !== undefined)).toEqual([pending]);
    });

    it("are not returned after their expiry", async () => {
      const { pendingSignIns, clock } = await open();
      await pendingSignIns.keep("id", pending);
      clock.advance(600_000);
      expect(await pendingSignIns.take("id")).toBeUndefined();
      expect(await pendingSignIns.take("other")).toBeUndefined();
    });
  },
);
