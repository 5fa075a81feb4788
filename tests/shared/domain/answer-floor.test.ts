import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { cutAt, type FloorStep, floorAt, nextSteps } from "../../../shared/domain/answer-floor.js";

const range = { leastMs: 1_200, mostMs: 4_500 };
const NOW = 1_735_689_600_000;
const stepsAfter = (steps: readonly FloorStep[], now: number, tookMs: number, lowers = true) =>
  nextSteps(steps, { now, tookMs, lowers }, range) ?? steps;

describe("the floor of a request", () => {
  it("is the lowest before any change", () => {
    expect(floorAt([], NOW, range)).toBe(1_200);
  });

  it("is the one at its start, not the one that the request causes", () => {
    const steps = stepsAfter([], NOW, 2_000);
    expect(floorAt(steps, NOW, range)).toBe(1_200);
    expect(floorAt(steps, NOW + 199, range)).toBe(1_200);
    expect(floorAt(steps, NOW + 200, range)).toBe(4_500);
  });

  it("stays in the range of the settings, when they change", () => {
    expect(floorAt([{ since: 0, floorMs: 9_000 }], NOW, range)).toBe(4_500);
    expect(floorAt([{ since: 0, floorMs: 100 }], NOW, range)).toBe(1_200);
  });
});

describe("the floor is raised", () => {
  it.each([
    [720, undefined],
    [721, 1_382],
    [899, 1_649],
    [900, 4_500], // cut: it may have needed any time
    [5_000, 4_500],
  ])("after a request of %i ms to %p ms, at once", (tookMs, floorMs) => {
    const steps = nextSteps([], { now: NOW, tookMs, lowers: true }, range);
    expect(steps?.at(-1)?.floorMs).toBe(floorMs);
  });

  it("also by requests that may not lower it", () => {
    expect(stepsAfter([], NOW, 800, false)).toEqual([{ since: NOW + 200, floorMs: 1_500 }]);
  });
});

describe("the floor is lowered", () => {
  const high = [{ since: NOW, floorMs: 4_500 }];

  it("by a twentieth every five minutes, while requests are quick", () => {
    expect(nextSteps(high, { now: NOW + 299_999, tookMs: 10, lowers: true }, range)).toBeUndefined();
    expect(stepsAfter(high, NOW + 300_000, 10).at(-1)).toEqual({ since: NOW + 300_200, floorMs: 4_275 });
  });

  it("to what the requests need, and not below", () => {
    const pace = (tookMs: number) => {
      let steps: readonly FloorStep[] = high;
      for (let step = 1; step < 60; step += 1) steps = stepsAfter(steps, NOW + step * 301_000, tookMs);
      return floorAt(steps, Number.POSITIVE_INFINITY, range);
    };
    expect([pace(10), pace(700), pace(2_000)]).toEqual([1_200, 1_350, 3_300]);
  });

  it("never by a request that did not take the slowest path", () => {
    expect(nextSteps(high, { now: NOW + 600_000, tookMs: 10, lowers: false }, range)).toBeUndefined();
  });
});

it("function and trigger compute one floor for a request, whenever within it they read the steps", () => {
  const takes = fc.array(fc.record({ gap: fc.nat(20_000), tookMs: fc.nat(6_000) }), { maxLength: 60 });
  fc.assert(
    fc.property(takes, fc.nat(600_000), fc.nat(10_000), (requests, start, lasts) => {
      let now = NOW;
      let steps: readonly FloorStep[] = [];
      let atStart: number | undefined;
      for (const { gap, tookMs } of requests) {
        now += gap;
        // The trigger reads at least as late as the request began.
        if (atStart === undefined && now >= NOW + start) atStart = floorAt(steps, NOW + start, range);
        if (now > NOW + start + lasts) break;
        steps = stepsAfter(steps, now, tookMs);
      }
      expect(floorAt(steps, NOW + start, range)).toBe(atStart ?? floorAt(steps, NOW + start, range));
      expect(steps.length).toBeLessThanOrEqual(61);
    }),
  );
});

it("a legacy call that is cut leaves time for the answer", () => {
  expect(cutAt(1_200)).toBe(900);
});
