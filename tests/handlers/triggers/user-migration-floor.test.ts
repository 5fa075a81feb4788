/** The time of the legacy system in UserMigration: cut before the request's floor. Only probes change the floor. */
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
  it("is aborted 300 ms before the floor of the request", async () => {
    const { limits, ports, signIn } = stage(5_000);
    await signIn(150);
    expect(limits).toEqual([750]);
    expect(ports.clock.now().getTime() - Date.parse(NOW)).toBe(750);
    expect(ports.audit.events).toMatchObject([
      { type: "migration.unavailable", details: { reason: "floor_reached" } },
    ]);
  });

  it.each([740, 5_000])(
    "does not move the floor, because callers could see that: %i ms",
    async (legacyMs) => {
      const { floorNow, ports, signIn } = stage(legacyMs);
      await signIn(10);
      expect(await floorNow()).toBeUndefined();
      const since = ports.clock.now().getTime() - 300_000;
      await ports.answerFloors.replace({ version: 0, steps: [] }, [{ since, floorMs: 4_000 }]);
      await signIn(10);
      expect(await floorNow()).toBe(4_000);
    },
  );

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

describe("a probe", () => {
  const NAME = "unknown_1@unknown.invalid";
  const probe = ({ run }: ReturnType<typeof stage>) => run("sign-in", { password: "probe" }, NAME);

  it("makes both calls for a name that no user has, without a limit by the floor", async () => {
    const slow = stage(2_500);
    expect(await probe(slow)).toMatchObject({ response: {} });
    expect(slow.limits).toEqual([undefined, undefined]);
  });

  it("raises the floor by the time of the second call, and lowers it slowly", async () => {
    const slow = stage(740);
    const { floorNow, ports } = slow;
    await probe(slow);
    expect(await floorNow()).toBe(1_750);
    const since = ports.clock.now().getTime() - 300_000;
    await ports.answerFloors.replace({ version: 1, steps: [] }, [{ since, floorMs: 4_000 }]);
    await probe(slow);
    expect(await floorNow()).toBe(3_800);
  });

  it.each(["timeout", "no_time_left"])("that ends by %s raises the floor to the highest", async (reason) => {
    const late = stage(3_000, { kind: "unavailable", reason });
    await probe(late);
    expect(await late.floorNow()).toBe(4_500);
    expect(await late.ports.outages.isDown("legacy")).toBe(reason === "timeout");
  });

  it("that failed quickly says nothing about the time, and notes an outage", async () => {
    const down = stage(3, { kind: "unavailable", reason: "unreachable" });
    const { floorNow, limits, ports } = down;
    const since = ports.clock.now().getTime() - 300_000;
    await ports.answerFloors.replace({ version: 0, steps: [] }, [{ since, floorMs: 4_000 }]);
    await probe(down);
    expect([await floorNow(), await ports.outages.isDown("legacy"), limits.length]).toEqual([4_000, true, 1]);
  });

  it("that is answered ends an outage, and one that is refused as malformed does neither", async () => {
    const well = stage(3);
    await well.ports.outages.report("legacy");
    await probe(well);
    expect(await well.ports.outages.isDown("legacy")).toBe(false);
    const strict = stage(3, { kind: "unavailable", reason: "status_400" });
    await probe(strict);
    expect(await strict.ports.outages.isDown("legacy")).toBe(false);
    await strict.ports.outages.report("legacy");
    await probe(strict);
    expect(await strict.ports.outages.isDown("legacy")).toBe(true);
  });

  it("is neither counted nor recorded", async () => {
    const down = stage(0, { kind: "unavailable", reason: "unreachable" });
    for (let made = 0; made < 60; made += 1) expect(await probe(down)).not.toBeInstanceOf(Error);
    expect(down.limits).toHaveLength(60);
    expect(down.ports.audit.events).toEqual([]);
  });

  it("never migrates, whatever the legacy system says of the name", async () => {
    const user = { id: "1", email: NAME, emailVerified: true, fields: {} };
    const odd = stage(0, { kind: "match", user });
    expect(await probe(odd)).toMatchObject({ response: {} });
    expect(odd.ports.directory.profiles.size).toBe(0);
  });

  it("is not a request of a caller with such a name", async () => {
    const { limits, run, signIn } = stage(0);
    expect(await signIn(0, NAME)).toMatchObject({ response: {} });
    expect(await run("forgot-password", {}, NAME)).toMatchObject({ response: {} });
    expect(limits).toEqual([]);
  });
});
