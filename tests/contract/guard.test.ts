import { afterAll, describe, expect, it } from "@jest/globals";
import type { ThrottleRule } from "../../shared/domain/throttle-rule.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";

const rule: ThrottleRule = {
  name: "test",
  limit: 10,
  windowSeconds: 900,
  beyond: "refuse",
};
const slowRule: ThrottleRule = { ...rule, limit: 3, windowSeconds: 86_400, beyond: "slow" };
const allowed = { allowed: true, retryAfterSeconds: 0 };

describe.each<StoreKind>([memoryStores(), dynamoStores()])("the throttle in $name", ({ open, close }) => {
  afterAll(close);

  it("allows up to the limit, then returns the remaining time of the window", async () => {
    const { clock, throttle } = await open();
    for (let made = 0; made < 10; made += 1) expect(await throttle.take(rule, "k")).toEqual(allowed);
    clock.advance(300_000);
    expect(await throttle.take(rule, "k")).toEqual({ allowed: false, retryAfterSeconds: 600 });
  });

  it("never allows more than the limit to two hundred parallel attempts", async () => {
    const { throttle } = await open();
    const attempts = await Promise.all(Array.from({ length: 200 }, () => throttle.take(rule, "k")));
    expect(attempts.filter((attempt) => attempt.allowed)).toHaveLength(10);
  });

  it("has all attempts in the next window, even if the row still exists", async () => {
    const { clock, throttle } = await open();
    for (let made = 0; made < 11; made += 1) await throttle.take(rule, "k");
    clock.advance(900_000);
    expect(await throttle.take(rule, "k")).toEqual(allowed);
  });

  it("counts keys and rules apart", async () => {
    const { throttle } = await open();
    for (let made = 0; made < 10; made += 1) await throttle.take(rule, "k");
    expect(await throttle.take(rule, "other")).toEqual(allowed);
    expect(await throttle.take({ ...rule, name: "other" }, "k")).toEqual(allowed);
    expect(await throttle.take(rule, "k")).toMatchObject({ allowed: false });
  });

  it("allows one attempt after each pause beyond the limit of a slow rule, and the pauses double", async () => {
    const { clock, throttle } = await open();
    const take = () => throttle.take(slowRule, "k");
    for (let made = 0; made < 3; made += 1) expect(await take()).toEqual(allowed);
    let attemptNumber = 4;
    expect(await take()).toEqual({ ...allowed, attemptNumber });
    for (const pause of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(await take()).toEqual({ allowed: false, retryAfterSeconds: pause });
      clock.advance(pause * 1000 - 1000);
      expect(await take()).toEqual({ allowed: false, retryAfterSeconds: 1 });
      clock.advance(1000);
      attemptNumber += 1;
      expect(await take()).toEqual({ ...allowed, attemptNumber });
    }
  });

  describe("with attempts that come back one by one", () => {
    const refilled: ThrottleRule = { ...rule, limit: 3, windowSeconds: 1800, beyond: "refill" };

    it("allows the limit, and then one attempt in each part of the window", async () => {
      const { clock, throttle } = await open();
      const take = () => throttle.take(refilled, "k");
      clock.advance(1_799_000);
      for (let made = 0; made < 4; made += 1) expect(await take()).toEqual(allowed);
      for (let made = 0; made < 5; made += 1) {
        expect(await take()).toEqual({ allowed: false, retryAfterSeconds: 600 });
        clock.advance(599_000);
        expect(await take()).toEqual({ allowed: false, retryAfterSeconds: 1 });
        clock.advance(1000);
        expect(await take()).toEqual(allowed);
      }
      clock.advance(1_200_000);
      for (let made = 0; made < 2; made += 1) expect(await take()).toEqual(allowed);
      expect(await take()).toEqual({ allowed: false, retryAfterSeconds: 600 });
    });

    it("does not count a refunded attempt", async () => {
      const { clock, throttle } = await open();
      for (let made = 0; made < 10; made += 1) {
        expect(await throttle.take(refilled, "k")).toEqual(allowed);
        await throttle.refund(refilled, "k");
      }
      for (let made = 0; made < 4; made += 1) await throttle.take(refilled, "k");
      await throttle.refund(refilled, "k");
      expect(await throttle.take(refilled, "k")).toEqual(allowed);
      expect(await throttle.take(refilled, "k")).toEqual({ allowed: false, retryAfterSeconds: 600 });
      clock.advance(86_400_000);
      for (let made = 0; made < 5; made += 1) await throttle.refund(refilled, "k");
      for (let made = 0; made < 4; made += 1) expect(await throttle.take(refilled, "k")).toEqual(allowed);
      expect(await throttle.take(refilled, "k")).toMatchObject({ allowed: false });
    });

    it("never allows more to two hundred parallel attempts", async () => {
      const { throttle } = await open();
      const attempts = await Promise.all(Array.from({ length: 200 }, () => throttle.take(refilled, "k")));
      expect(attempts.filter((attempt) => attempt.allowed)).toHaveLength(4);
    });

    it("reserves attempts for later, if a second rule allows fewer on the same counter", async () => {
      const { throttle } = await open();
      const less = { ...refilled, limit: 1, windowSeconds: 600 };
      for (let made = 0; made < 2; made += 1) expect(await throttle.take(less, "k")).toEqual(allowed);
      expect(await throttle.take(less, "k")).toEqual({ allowed: false, retryAfterSeconds: 600 });
      for (let made = 0; made < 2; made += 1) expect(await throttle.take(refilled, "k")).toEqual(allowed);
      expect(await throttle.take(refilled, "k")).toEqual({ allowed: false, retryAfterSeconds: 600 });
    });
  });

  it("ends the pause of an attempt that is refunded, but not that of a later one", async () => {
    const { clock, throttle } = await open();
    const take = () => throttle.take(slowRule, "k");
    for (let made = 0; made < 4; made += 1) await take();
    expect(await take()).toMatchObject({ allowed: false });
    await throttle.refund(slowRule, "k", 4);
    expect(await take()).toEqual({ ...allowed, attemptNumber: 4 });
    clock.advance(2000);
    expect(await take()).toEqual({ ...allowed, attemptNumber: 5 });
    await throttle.refund(slowRule, "k", 4);
    expect(await take()).toEqual({ allowed: false, retryAfterSeconds: 4 });
  });

  it("allows one of several parallel attempts after a pause", async () => {
    const { clock, throttle } = await open();
    for (let made = 0; made < 4; made += 1) await throttle.take(slowRule, "k");
    clock.advance(2000);
    const attempts = await Promise.all(Array.from({ length: 50 }, () => throttle.take(slowRule, "k")));
    expect(attempts.filter((attempt) => attempt.allowed)).toHaveLength(1);
    expect(
      attempts.filter((attempt) => !attempt.allowed).every((attempt) => attempt.retryAfterSeconds > 0),
    ).toBe(true);
  });

  it("asks to retry after a second while attempts of the rule are still being answered", async () => {
    const { clock, throttle } = await open();
    const quick = { ...rule, limit: 2, answeredWithinSeconds: 10 };
    for (let made = 0; made < 2; made += 1) await throttle.take(quick, "k");
    clock.advance(9_000);
    expect(await throttle.take(quick, "k")).toEqual({ allowed: false, retryAfterSeconds: 1 });
    clock.advance(1_000);
    expect(await throttle.take(quick, "k")).toEqual({ allowed: false, retryAfterSeconds: 890 });
  });

  it("refunds an attempt, and never more than were counted", async () => {
    const { throttle } = await open();
    await throttle.refund(rule, "k");
    await throttle.take(rule, "k");
    for (let made = 0; made < 5; made += 1) await throttle.refund(rule, "k");
    const attempts = [];
    for (let made = 0; made < 11; made += 1) attempts.push(await throttle.take(rule, "k"));
    expect(attempts.filter((attempt) => attempt.allowed)).toHaveLength(10);
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])("outages in $name", ({ open, close }) => {
  afterAll(close);

  it("are known for five minutes after the last report", async () => {
    const { clock, outages } = await open();
    expect(await outages.isDown("legacy")).toBe(false);
    await outages.report("legacy");
    clock.advance(299_000);
    expect(await outages.isDown("legacy")).toBe(true);
    await outages.report("legacy");
    clock.advance(299_000);
    expect(await outages.isDown("legacy")).toBe(true);
    clock.advance(1_000);
    expect(await outages.isDown("legacy")).toBe(false);
  });

  it("are probed by one caller in each pause, which neither starts nor ends one", async () => {
    const { clock, outages } = await open();
    const probe = () => outages.takeProbe("legacy", 1_500);
    expect((await Promise.all([probe(), probe(), probe()])).toSorted()).toEqual([false, false, true]);
    expect(await outages.isDown("legacy")).toBe(false);
    await outages.report("legacy");
    clock.advance(1_499);
    expect(await probe()).toBe(false);
    clock.advance(1);
    expect(await probe()).toBe(true);
    expect(await outages.isDown("legacy")).toBe(true);
    await outages.clear("legacy");
    clock.advance(1_500);
    expect(await probe()).toBe(true);
  });

  it("end after a successful answer", async () => {
    const { outages } = await open();
    await outages.clear("legacy");
    await outages.report("legacy");
    await outages.clear("legacy");
    expect(await outages.isDown("legacy")).toBe(false);
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])("the floor in $name", ({ open, close }) => {
  afterAll(close);
  const steps = [{ since: 1_735_689_600_123, floorMs: 2_150 }];

  it("has no steps at first, and then the written ones", async () => {
    const { answerFloors } = await open();
    const first = await answerFloors.read();
    expect(first?.steps).toEqual([]);
    await answerFloors.replace(first ?? { version: -1, steps: [] }, steps);
    expect((await answerFloors.read())?.steps).toEqual(steps);
  });

  it("is changed by one of two callers that read the same steps", async () => {
    const { answerFloors } = await open();
    const seen = (await answerFloors.read()) ?? { version: -1, steps: [] };
    await answerFloors.replace(seen, steps);
    await answerFloors.replace(seen, [{ since: 0, floorMs: 0 }]);
    expect((await answerFloors.read())?.steps).toEqual(steps);
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])(
  "legacy look-up results in $name",
  ({ open, close }) => {
    afterAll(close);
    const result = {
      kind: "approved",
      address: "pseudonym-1",
      legacyId: "legacy-42",
      userId: "usr_1",
    } as const;

    it("are kept by user name; the latest one is returned", async () => {
      const { legacyLookupResults } = await open();
      await legacyLookupResults.keep("google_1", { kind: "unknown", address: "pseudonym-2" });
      await legacyLookupResults.keep("google_1", result);
      expect(await legacyLookupResults.of("google_1")).toEqual(result);
      expect(await legacyLookupResults.of("google_2")).toBeUndefined();
    });

    it("are forgotten by user name", async () => {
      const { legacyLookupResults } = await open();
      await legacyLookupResults.keep("google_1", result);
      await legacyLookupResults.keep("google_2", result);
      await legacyLookupResults.forget("google_1");
      await legacyLookupResults.forget("google_1");
      expect(await legacyLookupResults.of("google_1")).toBeUndefined();
      expect(await legacyLookupResults.of("google_2")).toEqual(result);
    });

    it.each([
      ["of an unknown user are gone after ten minutes", 600, { kind: "unknown", address: result.address }],
      ["of an approval are gone after 30 days", 30 * 24 * 60 * 60, result],
    ] as const)("%s", async (_, seconds, kept) => {
      const { clock, legacyLookupResults } = await open();
      await legacyLookupResults.keep("google_1", kept);
      clock.advance((seconds - 1) * 1000);
      expect(await legacyLookupResults.of("google_1")).toEqual(kept);
      clock.advance(1000);
      expect(await legacyLookupResults.of("google_1")).toBeUndefined();
    });
  },
);
