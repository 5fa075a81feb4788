import { describe, expect, it } from "@jest/globals";
import { memoryLegacy } from "../../../local/memory/legacy.js";
import { memoryPorts } from "../../../local/memory/ports.js";
import { withCircuitBreaker } from "../../../shared/adapters/circuit-breaker.js";
import { ada, PASSWORD } from "../../support/people.js";

const down = { kind: "unavailable", reason: "timeout" } as const;
const open = { kind: "unavailable", reason: "circuit_open" };

const guarded = () => {
  const { clock } = memoryPorts();
  const legacy = memoryLegacy([ada]);
  const system = withCircuitBreaker(legacy, clock);
  const ask = () => system.verify(ada.email, PASSWORD);
  const fail = async (times: number) => {
    legacy.answer = down;
    for (let made = 0; made < times; made += 1) await ask();
    legacy.answer = undefined;
  };
  return { clock, legacy, system, ask, fail };
};

describe("a legacy system that does not answer", () => {
  it("is left alone for ten seconds after five failures in a row", async () => {
    const { ask, clock, fail, legacy } = guarded();
    await fail(5);
    expect(await ask()).toEqual(open);
    clock.advance(9_999);
    expect(await ask()).toEqual(open);
    expect(legacy.calls).toBe(5);
    clock.advance(1);
    expect(await ask()).toMatchObject({ kind: "match" });
  });

  it("is spared forgotten passwords as well as sign-ins", async () => {
    const { fail, system } = guarded();
    await fail(5);
    expect(await system.lookup(ada.email)).toEqual(open);
  });

  it("is still asked after four failures, and a refusal counts as an answer", async () => {
    const { ask, fail, system } = guarded();
    await fail(4);
    expect(await system.verify(ada.email, "wrong")).toEqual({ kind: "refused" });
    await fail(4);
    expect(await ask()).toMatchObject({ kind: "match" });
  });

  it("is asked one question after the pause, while all others are held off", async () => {
    const { ask, clock, fail, legacy } = guarded();
    await fail(5);
    clock.advance(10_000);
    legacy.answer = down;
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers).toEqual([down, open, open]);
    expect(legacy.calls).toBe(6);
    clock.advance(9_999);
    expect(await ask()).toEqual(open);
  });

  it("is asked freely again once that question was answered", async () => {
    const { ask, clock, fail } = guarded();
    await fail(5);
    clock.advance(10_000);
    await ask();
    await fail(4);
    expect(await ask()).toMatchObject({ kind: "match" });
  });
});
