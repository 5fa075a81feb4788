/** The time of the legacy system in UserMigration: cut before the request's floor, and the reason to change the floor. */
import { describe, expect, it } from "@jest/globals";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import type { LegacyAnswer } from "../../../shared/ports/index.js";
import { sampleEvent } from "../../support/sample-event.js";
import { ada, NOW, PASSWORD } from "../../support/users.js";

const floor = { leastMs: 1_200, mostMs: 4_500, followsLegacy: true };
const refused: LegacyAnswer = { kind: "refused" };

/** A legacy system that takes `legacyMs`, or as long as it may. The request began `began` ms before its trigger. */
const stage = (legacyMs: number, answer: LegacyAnswer = refused) => {
  const ports = memoryPorts({ now: NOW, legacyUsers: [ada] });
  const limits: (number | undefined)[] = [];
  const ask = async (_name: string, withinMs: number | undefined): Promise<LegacyAnswer> => {
    limits.push(withinMs);
    const cut = withinMs !== undefined && legacyMs > withinMs;
    ports.clock.advance(cut ? Math.max(0, withinMs) : legacyMs);
    return cut ? { kind: "unavailable", reason: "floor_reached" } : answer;
  };
  const legacy = {
    ...ports.legacy,
    verify: (name: string, _password: string, withinMs?: number) => ask(name, withinMs),
    lookup: ask,
  };
  const run = async (source: "sign-in" | "forgot-password", request: object, userName = ada.email) =>
    userMigration({ ...ports, floor, legacy })(
      sampleEvent(`user-migration/${source}`, { userName, request }),
    ).catch((thrown: unknown) => thrown);
  const signIn = (sinceStartMs: number, userName?: string) =>
    run(
      "sign-in",
      { password: PASSWORD, validationData: { began: String(ports.clock.now().getTime() - sinceStartMs) } },
      userName,
    );
  const floorNow = async () => (await ports.answerFloors.read())?.steps.at(-1)?.floorMs;
  return { ports, limits, run, signIn, floorNow };
};

describe("the legacy call of a sign-in at our endpoint", () => {
  it("is cut 300 ms before the floor of the request", async () => {
    const { limits, ports, signIn } = stage(5_000);
    await signIn(150);
    expect(limits).toEqual([750]);
    expect(ports.clock.now().getTime() - Date.parse(NOW)).toBe(750);
    expect(ports.audit.events).toMatchObject([
      { type: "migration.unavailable", details: { reason: "floor_reached" } },
    ]);
  });

  it("that was cut raises the floor to the highest, and the next one is not cut", async () => {
    const { floorNow, limits, ports, signIn } = stage(2_500);
    await signIn(100);
    expect(await floorNow()).toBe(4_500);
    ports.clock.advance(200);
    expect(await signIn(0)).toMatchObject({ response: {} });
    expect(limits).toEqual([800, 4_200]);
  });

  it("raises the floor ahead of a cut, and lowers it slowly", async () => {
    const { floorNow, ports, signIn } = stage(740);
    await signIn(10);
    expect(await floorNow()).toBe(1_425);
    const since = ports.clock.now().getTime() - 300_000;
    await ports.answerFloors.replace({ version: 1, steps: [] }, [{ since, floorMs: 4_000 }]);
    await signIn(10);
    expect(await floorNow()).toBe(3_800);
  });

  it("that failed quickly says nothing about the time", async () => {
    const { floorNow, ports, signIn } = stage(3, { kind: "unavailable", reason: "unreachable" });
    const since = ports.clock.now().getTime() - 300_000;
    await ports.answerFloors.replace({ version: 0, steps: [] }, [{ since, floorMs: 4_000 }]);
    await signIn(10);
    expect(await floorNow()).toBe(4_000);
  });

  it("has the floor of its request also at a forgotten password", async () => {
    const { limits, ports, run } = stage(0);
    await run("forgot-password", { clientMetadata: { began: String(ports.clock.now().getTime() - 100) } });
    expect(limits).toEqual([800]);
  });
});

it.each([{}, { validationData: { began: "soon" } }, { validationData: null }])(
  "a caller that did not come through our endpoint, with %j, has no floor",
  async (request) => {
    const { floorNow, limits, run } = stage(2_000);
    await run("sign-in", { password: PASSWORD, ...request });
    expect([limits, await floorNow()]).toEqual([[undefined], undefined]);
  },
);

describe("the probe of an outage", () => {
  it("asks about a name that no user has, and is neither counted nor recorded", async () => {
    const { limits, ports, signIn } = stage(0, { kind: "unavailable", reason: "unreachable" });
    const answers: unknown[] = [];
    for (let made = 0; made < 60; made += 1) answers.push(await signIn(0, "unknown_1@unknown.invalid"));
    expect(answers.every((answer) => !(answer instanceof Error))).toBe(true);
    expect(limits).toHaveLength(60);
    expect(ports.audit.events).toEqual([]);
  });

  it("never migrates, whatever the legacy system says of the name", async () => {
    const user = { id: "1", email: "unknown_1@unknown.invalid", emailVerified: true, fields: {} };
    const { ports, signIn } = stage(0, { kind: "match", user });
    expect(await signIn(0, "unknown_1@unknown.invalid")).toMatchObject({ response: {} });
    expect(ports.directory.profiles.size).toBe(0);
  });
});
