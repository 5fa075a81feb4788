import { expect, it } from "@jest/globals";
import { seededRandom } from "../../../../shared/adapters/node/seeded-random.js";

const drawnFrom = (seed: string) => {
  const { base62, id, token } = seededRandom.from(seed);
  return [id("team"), id("team"), token(), token(), base62(16), base62(30), base62(200)];
};

it("draws the same values in the same order from one seed, and other values from another", () => {
  const [first, second, other] = [drawnFrom("seed"), drawnFrom("seed"), drawnFrom("Seed")];
  expect(first).toEqual(second);
  expect(new Set([...first, ...other]).size).toBe(first.length + other.length);
});

it("draws values of the forms of the system's random source", () => {
  const [id, , token, , short, , long] = drawnFrom("seed");
  expect(id).toMatch(/^team_[0-9a-f]{32}$/);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(short).toMatch(/^[0-9A-Za-z]{16}$/);
  expect(long).toMatch(/^[0-9A-Za-z]{200}$/);
});
