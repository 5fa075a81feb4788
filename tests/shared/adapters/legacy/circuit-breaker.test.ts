import { describe, expect, it } from "@jest/globals";
import { withCircuitBreaker } from "../../../../shared/adapters/legacy/circuit-breaker.js";
import { memoryLegacy } from "../../../../shared/memory/legacy.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import type { LegacyAnswer } from "../../../../shared/ports/index.js";
import { ada, PASSWORD } from "../../../support/users.js";

const down = { kind: "unavailable", reason: "timeout" } as const;
const open = { kind: "unavailable", reason: "circuit_open" };

const guarded = ({ reports = true } = {}) => {
  const { clock, outages } = memoryPorts();
  const legacy = memoryLegacy([ada]);
  const system = withCircuitBreaker(legacy, { clock, outages, pauseMs: 10_000, reports });
  const ask = () => system.verify(ada.email, PASSWORD);
  const fail = async (times: number, answer: LegacyAnswer = down) => {
    legacy.answer = answer;
    for (let made = 0; made < times; made += 1) await ask();
    legacy.answer = undefined;
  };
  const probe = () => system.verify("unknown_1@unknown.invalid", "probe");
  const lookUpProbe = () => system.lookup("unknown_1@unknown.invalid");
  return { clock, legacy, outages, system, ask, fail, probe, lookUpProbe };
};

describe("a legacy system that does not answer", () => {
  it("is not called during the pause after five failures in a row", async () => {
    const { ask, clock, fail, legacy, outages } = guarded();
    await fail(5);
    await outages.clear("legacy");
    expect(await ask()).toEqual(open);
    clock.advance(9_999);
    expect(await ask()).toEqual(open);
    expect(legacy.calls).toBe(5);
    clock.advance(1);
    expect(await ask()).toMatchObject({ kind: "match" });
  });

  it("gets no call for a user after the pause, while the outage continues", async () => {
    const { ask, clock, fail, legacy, outages, probe } = guarded({ reports: false });
    await fail(5);
    await outages.report("legacy");
    clock.advance(10_000);
    for (let made = 0; made < 3; made += 1) expect(await ask()).toEqual(open);
    expect(legacy.calls).toBe(5);
    expect(await probe()).toEqual({ kind: "refused" });
    expect(await ask()).toMatchObject({ kind: "match" });
  });

  it("does not count an error of one user's record, as another user's success shows", async () => {
    const { ask, fail } = guarded();
    for (const reason of ["hash_unknown", "hash_too_costly", "record_malformed"] as const)
      await fail(5, { kind: "unusable", reason });
    expect(await ask()).toMatchObject({ kind: "match" });
  });

  it("is still called to check passwords while look-ups fail", async () => {
    const { ask, legacy, outages, system } = guarded();
    legacy.answer = down;
    for (let made = 0; made < 5; made += 1) await system.lookup("broken@example.com");
    legacy.answer = undefined;
    expect(await system.lookup(ada.email)).toEqual(open);
    expect(await ask()).toMatchObject({ kind: "match" });
    expect(await outages.isDown("legacy")).toBe(true);
  });

  it("is called neither for password resets nor for sign-ins", async () => {
    const { fail, system } = guarded();
    await fail(5);
    expect(await system.lookup(ada.email)).toEqual(open);
  });

  it("is still called after four failures, and a refusal counts as an answer", async () => {
    const { ask, fail, system } = guarded();
    await fail(4);
    expect(await system.verify(ada.email, "wrong")).toEqual({ kind: "refused" });
    await fail(4);
    expect(await ask()).toMatchObject({ kind: "match" });
  });

  it("is called for one request after the pause, and not for parallel ones", async () => {
    const { ask, clock, fail, legacy, outages } = guarded();
    await fail(5);
    await outages.clear("legacy");
    clock.advance(10_000);
    legacy.answer = down;
    expect(await Promise.all([ask(), ask(), ask()])).toContainEqual(down);
    expect(legacy.calls).toBe(6);
  });

  it("is called by every probe, also in the pause, and for all users after an answered probe", async () => {
    const { ask, fail, legacy, lookUpProbe, probe } = guarded();
    await fail(5);
    legacy.answer = down;
    expect([await probe(), await ask(), await probe(), await lookUpProbe()]).toEqual([
      down,
      open,
      down,
      down,
    ]);
    legacy.answer = undefined;
    await lookUpProbe();
    expect(await ask()).toEqual(open);
    await probe();
    await fail(4);
    expect(await ask()).toMatchObject({ kind: "match" });
  });

  it("is not called for the same time with and without failed probes", async () => {
    const { ask, fail, legacy, probe } = guarded();
    legacy.answer = down;
    for (let made = 0; made < 9; made += 1) await probe();
    await fail(4);
    expect(await ask()).toMatchObject({ kind: "match" });
  });
});

describe("the note that it is down", () => {
  it("is made for all functions at the first failure", async () => {
    const { fail, outages } = guarded();
    await fail(1);
    expect(await outages.isDown("legacy")).toBe(true);
  });

  it.each(["status_400", "status_422", "no_time_left", "floor_reached"])(
    "is not made for %s, which a caller can provoke",
    async (reason) => {
      const { ask, fail, legacy, outages } = guarded();
      await fail(20, { kind: "unavailable", reason });
      expect(await outages.isDown("legacy")).toBe(false);
      expect(await ask()).toMatchObject({ kind: "match" });
      expect(legacy.calls).toBe(21);
    },
  );

  it.each(["status_429", "status_503", "unreachable", "not_an_answer"])("is made for %s", async (reason) => {
    const { fail, outages } = guarded();
    await fail(1, { kind: "unavailable", reason });
    expect(await outages.isDown("legacy")).toBe(true);
  });

  it("is renewed by each failure", async () => {
    const { clock, fail, outages } = guarded();
    await fail(1);
    clock.advance(299_000);
    await fail(1);
    clock.advance(299_000);
    expect(await outages.isDown("legacy")).toBe(true);
  });

  it("is not written by functions that call only for names outside the pool", async () => {
    const { fail, legacy, outages, system } = guarded({ reports: false });
    await fail(7);
    legacy.answer = down;
    await system.lookup(ada.email);
    expect(await outages.isDown("legacy")).toBe(false);
  });

  it("outlasts every answer to a user's request, here and in other functions", async () => {
    const { ask, outages, system } = guarded();
    await outages.report("legacy");
    expect(await ask()).toMatchObject({ kind: "match" });
    expect(await system.verify(ada.email, "wrong")).toEqual({ kind: "refused" });
    expect(await outages.isDown("legacy")).toBe(true);
  });
});
