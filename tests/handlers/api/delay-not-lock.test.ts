/** Attacks on one user: the owner gets in from where they signed in before, and guesses stay within the budget. */
import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import {
  addressOf,
  CAFE,
  DAY_SECONDS,
  HOME,
  OWNER,
  owner,
  PAUSE_SECONDS,
  RIGHT,
  retryAfterOf,
} from "../../support/guarded-pool.js";

/** Ten guesses, and one at the beginning of the day's pauses, the first of which follows at once. */
const BUDGET_OF_A_DAY = 10 + DAY_SECONDS / PAUSE_SECONDS;

describe("delay, not lock", () => {
  it.each([6, 600])(
    "on a day of guesses from %i addresses, only the budget passes, and the owner signs in each time",
    async (addresses) => {
      const { ports, attempt, guess, advance, device } = await owner();
      const began = ports.clock.now().getTime();
      let made = 0;
      let through = 0;
      const next = () => {
        made += 1;
        return guess(OWNER, { sourceIp: addressOf(made % addresses) });
      };
      const owned = async () => {
        const answers = [
          await attempt(OWNER, RIGHT, { sourceIp: HOME }),
          await attempt(OWNER, RIGHT, { sourceIp: CAFE, device }),
        ];
        expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
      };
      for (let index = 0; index < 54; index += 1) if ((await next()).statusCode === 401) through += 1;
      expect(through).toBe(11);
      await owned();
      for (;;) {
        const pause = retryAfterOf(await next());
        advance(pause - 5);
        if (ports.clock.now().getTime() - began >= (DAY_SECONDS - 5) * 1000) break;
        expect(retryAfterOf(await next())).toBe(5);
        advance(5);
        expect((await next()).statusCode).toBe(401);
        through += 1;
        await owned();
      }
      expect(through).toBe(BUDGET_OF_A_DAY);
    },
  );

  it("during the pool's own lock a known device waits, and another source gets 401", async () => {
    const { attempt, guess, ports, device } = await owner();
    for (let index = 0; index < 5; index += 1) await guess(OWNER, { sourceIp: addressOf(index) });
    const before = ports.clock.now().getTime();
    for (const sourceIp of [CAFE, HOME])
      expect((await attempt(OWNER, RIGHT, { sourceIp })).statusCode).toBe(401);
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE, device })).statusCode).toBe(200);
    expect(ports.clock.now().getTime() - before).toBe(1000);
  });

  it("during a longer lock of the pool a known source gets a delay, not the error of a wrong password", async () => {
    const { attempt, guess, advance, device } = await owner();
    for (let index = 0; index < 11; index += 1) {
      await guess(OWNER, { sourceIp: addressOf(index) });
      advance(index < 10 ? 2 ** Math.max(0, index - 4) : 0);
    }
    expect(await attempt(OWNER, RIGHT, { sourceIp: CAFE, device })).toMatchObject({
      statusCode: 429,
      headers: { "retry-after": "30" },
    });
    // Without a cookie, it is told the same as others on its network.
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(429);
    advance(60);
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
  });

  it("a day of patient guesses, each after the pool's lock, delays the owner by a minute at the worst", async () => {
    const { attempt, guess, advance, ports, device } = await owner();
    const delay = async () => {
      const before = ports.clock.now().getTime();
      for (;;) {
        const answer = await attempt(OWNER, RIGHT, { sourceIp: CAFE, device });
        if (answer.statusCode === 200) return (ports.clock.now().getTime() - before) / 1000;
        advance(retryAfterOf(answer));
      }
    };
    const burst = async () => {
      for (let made = 0; made < 11; made += 1) {
        if (made > 4) advance(2 ** (made - 5));
        expect((await guess(OWNER, { sourceIp: addressOf(made) })).statusCode).toBe(401);
      }
    };
    await burst();
    for (let turn = 0; turn < 40; turn += 1) {
      advance(PAUSE_SECONDS);
      expect((await guess(OWNER, { sourceIp: addressOf(turn) })).statusCode).toBe(401);
    }
    expect(await delay()).toBeLessThanOrEqual(1);
    advance(DAY_SECONDS);
    await burst();
    expect(await delay()).toBeLessThanOrEqual(90);
  });

  it("midnight gives no second burst of guesses, which would lengthen the pool's lock", async () => {
    const { attempt, guess, advance, ports, checked } = await owner();
    advance(DAY_SECONDS - 300);
    const before = checked();
    for (let made = 0; made < 60; made += 1) {
      await guess(OWNER, { sourceIp: addressOf(made) });
      advance(60);
    }
    // An hour: eleven at once, and one after each half.
    expect(checked() - before).toBe(12);
    const comes = ports.clock.now().getTime();
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
    expect(ports.clock.now().getTime() - comes).toBeLessThanOrEqual(8_000);
  });

  it("an owner at an unknown source waits for a pause, and after a success no longer", async () => {
    const { attempt, guess, advance } = await owner();
    for (let index = 0; index < 11; index += 1) await guess(OWNER, { sourceIp: addressOf(index) });
    const refused = await attempt(OWNER, RIGHT, { sourceIp: CAFE });
    expect(retryAfterOf(refused)).toBe(PAUSE_SECONDS);
    advance(PAUSE_SECONDS);
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE })).statusCode).toBe(200);
    await guess(OWNER, { sourceIp: addressOf(99) });
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE })).statusCode).toBe(200);
  });

  it("a success ends the pause that it began", async () => {
    const { attempt, guess, advance } = await owner();
    for (let index = 0; index < 11; index += 1) await guess(OWNER, { sourceIp: addressOf(index) });
    advance(PAUSE_SECONDS);
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE })).statusCode).toBe(200);
    expect((await guess(OWNER, { sourceIp: addressOf(12) })).statusCode).toBe(401);
    expect(retryAfterOf(await guess(OWNER, { sourceIp: addressOf(13) }))).toBe(PAUSE_SECONDS);
  });

  it("refused tries of an owner do not use up their own budget", async () => {
    const { attempt, guess, advance } = await owner();
    for (let index = 0; index < 11; index += 1) await guess(OWNER, { sourceIp: addressOf(index) });
    advance(PAUSE_SECONDS - 5);
    for (let made = 0; made < 10; made += 1)
      expect(retryAfterOf(await attempt(OWNER, RIGHT, { sourceIp: CAFE }))).toBe(5);
    for (let made = 0; made < 20; made += 1) await attempt(OWNER, RIGHT, { sourceIp: CAFE });
    advance(5);
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE })).statusCode).toBe(200);
  });
});

it("for any attempts of others, the owner signs in from home, and guesses stay within their budget", async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ guessFrom: fc.nat(40) }) },
    { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 2000 }) }) },
    { weight: 1, arbitrary: fc.record({ sprayAt: fc.nat(40) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { ports, attempt, guess, advance, device } = await owner();
      let through = 0;
      let waited = 0;
      for (const each of steps) {
        if ("wait" in each) {
          advance(each.wait);
          waited += each.wait;
        } else if ("sprayAt" in each) await guess(`user-${each.sprayAt}@example.com`, { sourceIp: HOME });
        else if ((await guess(OWNER, { sourceIp: addressOf(each.guessFrom) })).statusCode === 401)
          through += 1;
      }
      expect(through).toBeLessThanOrEqual(11 + Math.floor(waited / PAUSE_SECONDS));
      const before = ports.clock.now().getTime();
      for (const from of [
        { sourceIp: HOME, device: undefined },
        { sourceIp: CAFE, device },
      ]) {
        const answer = await attempt(OWNER, RIGHT, from);
        // Only the pool's own lock, which is short, may delay them.
        if (answer.statusCode !== 200) {
          advance(from.device === undefined ? 32 : retryAfterOf(answer));
          expect((await attempt(OWNER, RIGHT, from)).statusCode).toBe(200);
        } else expect(answer.statusCode).toBe(200);
      }
      expect(ports.clock.now().getTime() - before).toBeLessThanOrEqual(64_000);
    }),
    { numRuns: 60 },
  );
});
