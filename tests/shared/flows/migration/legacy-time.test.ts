import { describe, expect, it } from "@jest/globals";
import { legacyTime } from "../../../../shared/flows/migration/legacy-time.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import type { LegacyAnswer } from "../../../../shared/ports/index.js";
import { NOW } from "../../../support/users.js";

const floor = { leastMs: 1_000, mostMs: 3_000, followsLegacy: true };
const refused: LegacyAnswer = { kind: "refused" };

/** Asks the legacy system 100 ms after the start of the request; `tookMs` is the time until its answer. */
const asked = async (answer: LegacyAnswer, tookMs: number, change: { floor?: typeof floor } = {}) => {
  const ports = { ...memoryPorts({ now: NOW }), floor, ...change };
  const began = ports.clock.now();
  ports.clock.advance(100);
  const limits: (number | undefined)[] = [];
  const time = await legacyTime(ports, began);
  await time.within(async (withinMs) => {
    limits.push(withinMs);
    ports.clock.advance(tookMs);
    return answer;
  });
  const steps = (await ports.answerFloors.read())?.steps;
  return { limits, floors: steps?.map(({ floorMs }) => floorMs) };
};

describe("a call of the legacy system within a request", () => {
  it("has the rest of the floor, without the time of the return", async () => {
    expect((await asked(refused, 10)).limits).toEqual([600]);
  });

  it("has no limit without a floor or outside of a request, and moves no floor", async () => {
    const off = { floor: { ...floor, leastMs: 0, mostMs: 0 } };
    expect(await asked(refused, 5_000, off)).toEqual({ limits: [undefined], floors: [] });
    const ports = { ...memoryPorts({ now: NOW }), floor };
    const time = await legacyTime(ports, undefined);
    await time.within(async (withinMs) => {
      expect(withinMs).toBeUndefined();
      ports.clock.advance(5_000);
      return refused;
    });
    expect((await ports.answerFloors.read())?.steps).toEqual([]);
  });

  it("has the lowest floor, and moves none, if the floor cannot be read", async () => {
    const ports = memoryPorts({ now: NOW });
    const answerFloors = { read: async () => undefined, replace: () => Promise.reject(new Error("written")) };
    const time = await legacyTime({ ...ports, answerFloors, floor }, ports.clock.now());
    const answer = await time.within(async (withinMs) => {
      expect(withinMs).toBe(700);
      ports.clock.advance(700);
      return refused;
    });
    expect(answer).toEqual(refused);
  });

  it.each<[string, LegacyAnswer, number[]]>([
    ["an answer", refused, [3_000]],
    ["a call that was cut", { kind: "unavailable", reason: "floor_reached" }, [3_000]],
    ["a time-out", { kind: "unavailable", reason: "timeout" }, [3_000]],
    ["a failure", { kind: "unavailable", reason: "http_500" }, []],
  ])("raises the floor by its time if it was %s", async (_, answer, floors) => {
    expect((await asked(answer, 700)).floors).toEqual(floors);
  });

  it("does not move the floor if it was fast", async () => {
    expect((await asked(refused, 10)).floors).toEqual([]);
  });
});
