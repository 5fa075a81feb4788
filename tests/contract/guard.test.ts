import { afterAll, describe, expect, it } from "@jest/globals";
import type { ThrottleRule } from "../../shared/domain/throttle-rule.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";

const rule: ThrottleRule = { name: "test", limit: 10, windowSeconds: 900, whenUncounted: "refuse" };
const allowed = { allowed: true, retryAfterSeconds: 0 };

describe.each<StoreKind>([memoryStores(), dynamoStores()])("the throttle in $name", ({ open, close }) => {
  afterAll(close);

  it("allows up to the limit, then says how long the window still lasts", async () => {
    const { clock, throttle } = await open();
    for (let made = 0; made < 10; made += 1) expect(await throttle.take(rule, "k")).toEqual(allowed);
    clock.advance(300_000);
    expect(await throttle.take(rule, "k")).toEqual({ allowed: false, retryAfterSeconds: 600 });
  });

  it("never allows more than the limit to two hundred at once", async () => {
    const { throttle } = await open();
    const turns = await Promise.all(Array.from({ length: 200 }, () => throttle.take(rule, "k")));
    expect(turns.filter((turn) => turn.allowed)).toHaveLength(10);
  });

  it("starts anew in the next window, although nothing was deleted", async () => {
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

  it("takes an attempt back, and never more than were made", async () => {
    const { throttle } = await open();
    await throttle.giveBack(rule, "k");
    await throttle.take(rule, "k");
    for (let made = 0; made < 5; made += 1) await throttle.giveBack(rule, "k");
    const turns = [];
    for (let made = 0; made < 11; made += 1) turns.push(await throttle.take(rule, "k"));
    expect(turns.filter((turn) => turn.allowed)).toHaveLength(10);
  });
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])("outages in $name", ({ open, close }) => {
  afterAll(close);

  it("are known for thirty seconds after the last report", async () => {
    const { clock, outages } = await open();
    expect(await outages.isDown("legacy")).toBe(false);
    await outages.report("legacy");
    clock.advance(29_000);
    expect(await outages.isDown("legacy")).toBe(true);
    await outages.report("legacy");
    clock.advance(29_000);
    expect(await outages.isDown("legacy")).toBe(true);
    clock.advance(1_000);
    expect(await outages.isDown("legacy")).toBe(false);
  });
});
