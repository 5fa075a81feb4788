import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import {
  cutAt,
  type FloorStep,
  floorAt,
  stepsAfterAnswer,
  stepsAfterProbe,
} from "../../../shared/domain/answer-floor.js";

const range = { leastMs: 1_200, mostMs: 4_500 };
const NOW = 1_735_689_600_000;
const stepsAfter = (steps: readonly FloorStep[], now: number, legacyMs: number) =>
  stepsAfterProbe(steps, { now, legacyMs }, range) ?? steps;

describe("the floor of a request", () => {
  it("is the lowest before any change", () => {
    expect(floorAt([], NOW, range)).toBe(1_200);
  });

  it("is the one at its start, not the one that the request causes", () => {
    const steps = stepsAfter([], NOW, 2_000);
    expect(floorAt(steps, NOW, range)).toBe(1_200);
    expect(floorAt(steps, NOW + 199, range)).toBe(1_200);
    expect(floorAt(steps, NOW + 200, range)).toBe(3_600);
  });

  it("stays in the range of the settings, when they change", () => {
    expect(floorAt([{ since: 0, floorMs: 9_000 }], NOW, range)).toBe(4_500);
    expect(floorAt([{ since: 0, floorMs: 100 }], NOW, range)).toBe(1_200);
  });
});

describe("the floor is raised", () => {
  it.each([
    [480, undefined],
    [481, 1_350],
    [899, 1_950],
    [2_566, 4_450],
    [2_601, 4_500],
    [Number.POSITIVE_INFINITY, 4_500], // cut: it may have needed any time
  ])("after a probe of %d ms to %p ms, at once", (legacyMs, floorMs) => {
    expect(stepsAfterProbe([], { now: NOW, legacyMs }, range)?.at(-1)?.floorMs).toBe(floorMs);
  });

  it("to the highest by a late answer only", () => {
    const floorAfter = (late: boolean) => stepsAfterAnswer([], { now: NOW, late, lowers: false }, range);
    expect([floorAfter(true), floorAfter(false)]).toEqual([
      [{ since: NOW + 200, floorMs: 4_500 }],
      undefined,
    ]);
  });

  it("never above the highest", () => {
    const highest = [{ since: NOW, floorMs: 4_500 }];
    const now = NOW + 600_000;
    expect(stepsAfterProbe(highest, { now, legacyMs: 9_000 }, range)).toBeUndefined();
    expect(stepsAfterAnswer(highest, { now, late: true, lowers: true }, range)).toBeUndefined();
  });
});

describe("the floor is lowered", () => {
  const high = [{ since: NOW, floorMs: 4_500 }];

  it("by a twentieth every five minutes, while probes are quick", () => {
    expect(stepsAfterProbe(high, { now: NOW + 299_999, legacyMs: 10 }, range)).toBeUndefined();
    expect(stepsAfter(high, NOW + 300_000, 10).at(-1)).toEqual({ since: NOW + 300_200, floorMs: 4_275 });
  });

  it("to what the probes need, and not below", () => {
    const pace = (legacyMs: number) => {
      let steps: readonly FloorStep[] = high;
      for (let step = 1; step < 60; step += 1) steps = stepsAfter(steps, NOW + step * 301_000, legacyMs);
      return floorAt(steps, Number.POSITIVE_INFINITY, range);
    };
    expect([pace(10), pace(700), pace(2_000)]).toEqual([1_200, 1_650, 3_600]);
  });

  it("by answers only where no legacy system decides it", () => {
    const floorAfter = (lowers: boolean) =>
      stepsAfterAnswer(high, { now: NOW + 300_000, late: false, lowers }, range)?.at(-1)?.floorMs;
    expect([floorAfter(false), floorAfter(true)]).toEqual([undefined, 4_275]);
  });

  it("not below the lowest", () => {
    const low = [{ since: NOW, floorMs: 1_201 }];
    const later = (steps: readonly FloorStep[]) =>
      stepsAfterAnswer(steps, { now: NOW + 600_000, late: false, lowers: true }, range);
    expect(later(low)?.at(-1)?.floorMs).toBe(1_200);
    expect([later([]), stepsAfterProbe([], { now: NOW, legacyMs: 0 }, range)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

it("endpoint and trigger compute the same floor for a request, whenever they read the steps", () => {
  const takes = fc.array(fc.record({ gap: fc.nat(20_000), legacyMs: fc.nat(6_000) }), { maxLength: 60 });
  fc.assert(
    fc.property(takes, fc.nat(600_000), fc.nat(10_000), (requests, start, lasts) => {
      let now = NOW;
      let steps: readonly FloorStep[] = [];
      let atStart: number | undefined;
      for (const { gap, legacyMs } of requests) {
        now += gap;
        // The trigger reads at least as late as the request began.
        if (atStart === undefined && now >= NOW + start) atStart = floorAt(steps, NOW + start, range);
        if (now > NOW + start + lasts) break;
        steps = stepsAfter(steps, now, legacyMs);
      }
      expect(floorAt(steps, NOW + start, range)).toBe(atStart ?? floorAt(steps, NOW + start, range));
      expect(steps.length).toBeLessThanOrEqual(61);
    }),
  );
});

it("an aborted legacy call leaves time for the answer", () => {
  expect(cutAt(1_200)).toBe(900);
});
