/** Many users behind one address, and spraying from it. */
import { describe, expect, it } from "@jest/globals";
import { addressOf, deviceOf, guardedPool, RIGHT } from "../../support/guarded-pool.js";

const OFFICE = "203.0.113.10";
const DAY_SECONDS = 24 * 60 * 60;
const user = (index: number) => `user-${index}@example.com`;

type Stage = ReturnType<typeof guardedPool>;

/** Every user signs in once; one of fifty mistypes before. Returns the statuses of the right passwords. */
const workday = async (stage: Stage, users: number, devices: Map<number, string | undefined>) => {
  const statuses = new Set<number | undefined>();
  for (let index = 0; index < users; index += 1) {
    const from = { sourceIp: OFFICE, device: devices.get(index) };
    if (index % 50 === 0) await stage.guess(user(index), from);
    const answer = await stage.attempt(user(index), RIGHT, from);
    statuses.add(answer.statusCode);
    devices.set(index, deviceOf(answer) ?? devices.get(index));
  }
  return [...statuses];
};

/** One wrong password for each of many users; how many are let through. */
const spray = async (stage: Stage, sourceIp: string, guesses: number) => {
  let through = 0;
  for (let index = 0; index < guesses; index += 1)
    if ((await stage.guess(`victim-${index}@example.com`, { sourceIp })).statusCode !== 429) through += 1;
  return through;
};

/** One attempt at once and two after pauses that are waited out follow the limit. */
const TURNS = 3;

describe("an office of 5,000 behind one address, with 2 % typing errors", () => {
  it("works on the first day and a week later, even with browsers that keep no cookies", async () => {
    const stage = guardedPool();
    for (let week = 0; week < 2; week += 1) {
      expect(await workday(stage, 5_000, new Map())).toEqual([200]);
      stage.advance(7 * DAY_SECONDS);
    }
  }, 120_000);

  it("still works after an attack from there, for those whose devices are known", async () => {
    const stage = guardedPool();
    const devices = new Map<number, string | undefined>();
    await workday(stage, 50, devices);
    stage.advance(DAY_SECONDS);
    expect(await spray(stage, OFFICE, 150)).toBe(100 + TURNS);
    expect(await workday(stage, 50, devices)).toEqual([200]);
    expect((await stage.attempt("new@example.com", RIGHT, { sourceIp: OFFICE })).statusCode).toBe(429);
  });
});

describe("the allowance of a network", () => {
  const grown = async (users: number, days: readonly number[]) => {
    const stage = guardedPool();
    for (const wait of days) {
      for (let index = 0; index < users; index += 1)
        await stage.attempt(user(index), RIGHT, { sourceIp: OFFICE });
      stage.advance(wait * DAY_SECONDS);
    }
    return stage;
  };

  it("grows by the names that are seven days old and were seen there on two days", async () => {
    expect(await spray(await grown(30, [7, 1]), OFFICE, 200)).toBe(130 + TURNS);
  });

  it.each([
    ["names of an hour", [0, 0, 1]],
    ["names that were seen on one day", [8]],
    ["names that are younger than seven days", [1, 5]],
  ])("does not grow by %s", async (_, days) => {
    expect(await spray(await grown(30, days), OFFICE, 200)).toBe(100 + TURNS);
  });

  it("grows for that network alone, and once for each name", async () => {
    const stage = await grown(30, [7, 1, 1, 1]);
    expect(await spray(stage, addressOf(1), 200)).toBe(100 + TURNS);
    expect(await spray(stage, OFFICE, 200)).toBe(130 + TURNS);
  });

  it("is ten times the base at most", async () => {
    expect(await spray(await grown(1_200, [7, 1]), OFFICE, 1_100)).toBe(1_000 + TURNS);
  }, 60_000);

  it("is never more for one name than the name's own budget", async () => {
    const stage = await grown(30, [7, 1]);
    let through = 0;
    for (let made = 0; made < 100; made += 1)
      if ((await stage.guess("victim@example.com", { sourceIp: OFFICE })).statusCode !== 429) through += 1;
    expect(through).toBe(10);
  });
});

describe("at once", () => {
  const together = (count: number, attempt: (index: number) => Promise<{ statusCode?: number }>) =>
    Promise.all(Array.from({ length: count }, async (_, index) => (await attempt(index)).statusCode));

  it("200 users with the right password sign in from one new network", async () => {
    const stage = guardedPool();
    const statuses = await together(200, (index) => stage.attempt(user(index), RIGHT, { sourceIp: OFFICE }));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it("300 parallel wrong passwords get as few checks as sequential ones", async () => {
    const stage = guardedPool();
    const statuses = await together(300, (index) => stage.guess(user(index), { sourceIp: OFFICE }));
    // One follows at once, and one after the first pause. The second pause is longer than they wait.
    expect(statuses.filter((status) => status === 401)).toHaveLength(102);
  });
});
