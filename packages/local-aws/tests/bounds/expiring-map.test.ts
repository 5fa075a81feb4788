/** One map for all that is kept for a while: it is limited in size and in time. */
import { expect, it } from "@jest/globals";
import { ExpiringMap } from "../../src/bounded-map.js";

const start = (most?: number) => {
  const clock = { time: 1000, now: () => clock.time };
  return { clock, map: new ExpiringMap<string>(clock, most) };
};

it("returns a value until the end of its lifetime, and then knows that it has expired", () => {
  const { clock, map } = start();
  map.set("a", "value", 100);
  clock.time += 99;
  expect(map.get("a")).toBe("value");
  expect(map.look("a")).toEqual({ value: "value", ageMs: 99, expired: false });

  clock.time += 1;
  expect(map.get("a")).toBeUndefined();
  expect(map.entries()).toEqual([]);
  expect(map.look("a")).toEqual({ value: "value", ageMs: 100, expired: true });
});

it("returns only values that are younger than the caller accepts", () => {
  const { clock, map } = start();
  map.set("old", "1");
  clock.time += 50;
  map.set("new", "2");
  clock.time += 50;

  expect(map.get("old", 100)).toBeUndefined();
  expect(map.get("old", 101)).toBe("1");
  expect(map.entries(100)).toEqual([["new", "2"]]);
  expect(map.entries()).toEqual([
    ["old", "1"],
    ["new", "2"],
  ]);
});

it("drops the oldest entry when there are too many", () => {
  const { map } = start(2);
  for (const key of ["a", "b", "c"]) map.set(key, key, 100);

  expect(map.look("a")).toBeUndefined();
  expect(map.delete("a")).toBe(false);
  expect(map.delete("b")).toBe(true);
  expect(map.entries()).toEqual([["c", "c"]]);
});
