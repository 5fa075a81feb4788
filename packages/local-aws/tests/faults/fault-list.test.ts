/** Injected faults: which calls they affect, how often, and what happens. */
import { expect, it } from "@jest/globals";
import { type Effect, FaultList, underEffect } from "../../src/faults/index.js";

type Fault = {
  readonly name: string;
  readonly times: number;
  readonly every?: number;
  readonly after?: number;
};

const listOf = (...faults: Fault[]): FaultList<Fault> => {
  const list = new FaultList<Fault>();
  list.replace(faults);
  return list;
};
const named =
  (name: string) =>
  (fault: Fault): fault is Fault =>
    fault.name === name;
const taken = (list: FaultList<Fault>, calls: number) =>
  Array.from({ length: calls }, () => list.take()?.name ?? "-");

it("affects as many calls as planned, in the order of the list", () => {
  const list = listOf({ name: "a", times: 2 }, { name: "b", times: 1 });

  expect(taken(list, 4)).toEqual(["a", "a", "b", "-"]);
});

it("lets as many matching calls pass as `after` says, also before every n-th one", () => {
  const list = listOf({ name: "a", times: 1, after: 2 }, { name: "b", times: 2, after: 1, every: 2 });

  expect(taken(list, 6)).toEqual(["-", "b", "a", "-", "b", "-"]);
});

it("affects matching calls only, and returns how many times are left", () => {
  const list = listOf({ name: "a", times: 2 }, { name: "b", times: 1 });

  expect(list.take(named("b"))?.name).toBe("b");
  expect(list.take(named("b"))).toBeUndefined();
  expect(list.planned()).toEqual([
    { name: "a", times: 2 },
    { name: "b", times: 0 },
  ]);
});

it("affects the first of every two calls without an end, and starts again after a replacement", () => {
  const flap = { name: "a", times: Number.POSITIVE_INFINITY, every: 2 };
  const list = listOf(flap);

  expect(taken(list, 3)).toEqual(["a", "-", "a"]);
  list.replace([flap]);
  expect(taken(list, 2)).toEqual(["a", "-"]);
  list.replace([]);
  expect(taken(list, 1)).toEqual(["-"]);
});

const counted = () => {
  const seen = { calls: 0, waited: [] as number[] };
  const call = async () => {
    seen.calls += 1;
    return seen.calls;
  };
  const wait = async (delayMs: number) => {
    seen.waited.push(delayMs);
  };
  const run = (effect: Effect | undefined) => underEffect(effect, call, wait);
  return { seen, run };
};

it.each<[string, Effect | undefined, number, number[]]>([
  ["no effect", undefined, 1, []],
  ["a delay", { kind: "delay", delayMs: 70 }, 1, [70]],
  ["repetitions in sequence", { kind: "repeat", copies: 3, overlap: false }, 3, []],
])("returns the answer of the last run under %s", async (_, effect, calls, waited) => {
  const { seen, run } = counted();

  expect(await run(effect)).toBe(calls);
  expect(seen).toEqual({ calls, waited });
});

it.each([
  [false, 0],
  [true, 1],
])("fails a call with its error (ran: %s) after %d runs", async (ran, calls) => {
  const { seen, run } = counted();

  await expect(run({ kind: "fail", ran, error: () => new Error("planned") })).rejects.toThrow("planned");
  expect(seen.calls).toBe(calls);
});
