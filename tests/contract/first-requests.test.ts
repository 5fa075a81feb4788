import { afterAll, describe, expect, it } from "@jest/globals";
import type { FirstRequest } from "../../shared/ports/idempotency.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { NOW } from "../support/users.js";

const start = Date.parse(NOW) / 1000;
const requestOf = (seed: string, change: Partial<FirstRequest> = {}): FirstRequest => ({
  ...{ fingerprint: "f-1", seed, beganAtSeconds: start, expiresAtSeconds: start + 60 },
  heldUntilSeconds: start + 10,
  ...change,
});

describe.each<StoreKind>([memoryStores(), dynamoStores()])("first requests in $name", ({ open, close }) => {
  afterAll(close);

  it("are recorded once: a later one gets the first, whatever it holds", async () => {
    const { firstRequests } = await open();
    const first = requestOf("s-1");
    expect(await firstRequests.begin("id", first)).toEqual({ ...first, held: true });
    const other = requestOf("s-2", { fingerprint: "f-2" });
    expect(await firstRequests.begin("id", other)).toEqual({ ...first, held: false });
    expect(await firstRequests.begin("other", requestOf("s-3"))).toMatchObject({ seed: "s-3" });
  });

  it("of several at the same time are one", async () => {
    const { firstRequests } = await open();
    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, index) => firstRequests.begin("id", requestOf(`s-${index}`))),
    );
    expect(new Set(begun.map(({ seed }) => seed)).size).toBe(1);
    expect(begun.filter(({ held }) => held)).toHaveLength(1);
  });

  it("are held by one attempt at a time, until it releases them or its time is over", async () => {
    const { clock, firstRequests } = await open();
    const first = requestOf("s-1");
    await firstRequests.begin("id", first);
    const again = (seconds: number, change: Partial<FirstRequest> = {}) =>
      firstRequests.begin("id", requestOf("s-2", { heldUntilSeconds: start + seconds, ...change }));
    expect(await again(20)).toMatchObject({ seed: "s-1", held: false });
    await firstRequests.release("id", { ...first, heldUntilSeconds: start + 11 });
    expect(await again(20)).toMatchObject({ held: false });
    await firstRequests.release("id", first);
    expect(await again(20, { fingerprint: "f-2" })).toMatchObject({ held: false });
    const next = await Promise.all([20, 21, 22, 23].map((seconds) => again(seconds)));
    expect(next.filter(({ held }) => held)).toMatchObject([{ seed: "s-1" }]);
    clock.advance(24_000);
    expect(await again(40)).toMatchObject({ seed: "s-1", held: true, heldUntilSeconds: start + 40 });
    await firstRequests.answer("id", "s-1", "one");
    expect(await again(50)).toMatchObject({ answer: "one", held: false });
  });

  it("keep their first answer", async () => {
    const { firstRequests } = await open();
    await firstRequests.begin("id", requestOf("s-1"));
    await firstRequests.answer("id", "s-1", "one");
    await firstRequests.answer("id", "s-1", "two");
    expect(await firstRequests.begin("id", requestOf("s-2"))).toMatchObject({ seed: "s-1", answer: "one" });
  });

  it("get no answer of another request, and none without a record", async () => {
    const { firstRequests } = await open();
    await firstRequests.answer("id", "s-1", "one");
    await firstRequests.begin("id", requestOf("s-1"));
    await firstRequests.answer("id", "s-2", "two");
    expect((await firstRequests.begin("id", requestOf("s-2"))).answer).toBeUndefined();
  });

  it("end with their answer, even if the row still exists", async () => {
    const { clock, firstRequests } = await open();
    await firstRequests.begin("id", requestOf("s-1"));
    await firstRequests.answer("id", "s-1", "one");
    clock.advance(59_000);
    expect(await firstRequests.begin("id", requestOf("s-2"))).toMatchObject({ seed: "s-1" });
    clock.advance(1_000);
    const next = requestOf("s-3", { expiresAtSeconds: start + 120 });
    expect(await firstRequests.begin("id", next)).toEqual({ ...next, held: true });
    expect(await firstRequests.begin("id", requestOf("s-4"))).toMatchObject({ seed: "s-3" });
    expect((await firstRequests.begin("id", requestOf("s-4"))).answer).toBeUndefined();
  });
});
