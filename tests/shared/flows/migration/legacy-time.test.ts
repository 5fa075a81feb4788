import { describe, expect, it } from "@jest/globals";
import { legacyTime } from "../../../../shared/flows/migration/legacy-time.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import { NOW } from "../../../support/users.js";

const floor = { leastMs: 1_000, mostMs: 3_000, followsLegacy: true };

describe("the time of the legacy system within a request", () => {
  it("is the rest of the request's floor, without the time of the return", async () => {
    const ports = { ...memoryPorts({ now: NOW }), floor };
    const began = ports.clock.now();
    const step = { since: began.getTime() - 1, floorMs: 2_000 };
    await ports.answerFloors.replace({ version: 0, steps: [] }, [step]);
    ports.clock.advance(100);
    const left = await legacyTime(ports, began);
    expect(left()).toBe(1_600);
    ports.clock.advance(500);
    expect(left()).toBe(1_100);
  });

  it("has no limit without a floor, or outside of a request", async () => {
    const ports = memoryPorts({ now: NOW });
    const off = { ...floor, leastMs: 0, mostMs: 0 };
    expect((await legacyTime({ ...ports, floor: off }, ports.clock.now()))()).toBeUndefined();
    expect((await legacyTime({ ...ports, floor }, undefined))()).toBeUndefined();
  });

  it("is that of the lowest floor if the floor cannot be read", async () => {
    const ports = memoryPorts({ now: NOW });
    const answerFloors = { ...ports.answerFloors, read: async () => undefined };
    expect((await legacyTime({ ...ports, answerFloors, floor }, ports.clock.now()))()).toBe(700);
  });
});
