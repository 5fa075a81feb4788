/** Attempts in an outage of the legacy system: what they leave for the time after it, and what they allow. */
import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { isReservedName } from "../../../shared/domain/reserved-name.js";
import type { SignInAnswer } from "../../../shared/ports/index.js";
import {
  addressOf,
  CAFE,
  guardedPool,
  HOME,
  OWNER,
  owner,
  PAUSE_SECONDS,
  RIGHT,
  retryAfterOf,
} from "../../support/guarded-pool.js";

type Stage = ReturnType<typeof guardedPool>;

/** A stage whose pool asks the legacy system about every name. */
const withLegacyUsers = () => {
  const asked: string[] = [];
  const stage = guardedPool({
    change: ({ outages, userPool }) => ({
      userPool: {
        ...userPool,
        signIn: async (name, password): Promise<SignInAnswer> => {
          if (isReservedName(name)) return { kind: "legacy_unavailable" };
          asked.push(name);
          if (await outages.isDown("legacy")) return { kind: "legacy_unavailable" };
          return stage.pool(name, password);
        },
      },
    }),
  });
  return { ...stage, asked };
};

/** Keeps the outage recorded while time passes. */
const pass = async ({ ports, advance }: Stage, seconds: number) => {
  for (let left = seconds; left > 0; left -= 240) {
    advance(Math.min(240, left));
    await ports.outages.report("legacy");
  }
};

describe("users of the legacy system who retry in an outage", () => {
  it.each([
    ["in a quarter of an hour", 10, 60],
    ["for half a day", 600, 72],
  ])("%s sign in directly after it, also after typing errors", async (_, everySeconds, tries) => {
    const stage = withLegacyUsers();
    const { attempt, guess, ports } = stage;
    await ports.outages.report("legacy");
    for (let made = 0; made < tries; made += 1) {
      expect((await attempt("leg@example.com", RIGHT, { sourceIp: HOME })).statusCode).toBe(503);
      await pass(stage, everySeconds);
    }
    await ports.outages.clear("legacy");
    for (let made = 0; made < 4; made += 1)
      expect((await guess("leg@example.com", { sourceIp: HOME })).statusCode).toBe(401);
    expect((await attempt("leg@example.com", RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
  });

  it("do not use up their network's attempts for the time after it", async () => {
    const { attempt, ports } = withLegacyUsers();
    const user = (index: number) => `user-${index}@example.com`;
    await ports.outages.report("legacy");
    for (let index = 0; index < 150; index += 1) await attempt(user(index), RIGHT, { sourceIp: HOME });
    await ports.outages.clear("legacy");
    for (let index = 0; index < 150; index += 1)
      expect((await attempt(user(index), RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
  });

  it("get the answer of the outage beyond their attempts, and the pool is not called", async () => {
    const { attempt, ports, asked } = withLegacyUsers();
    await ports.outages.report("legacy");
    for (let made = 0; made < 30; made += 1)
      expect(await attempt("leg@example.com", RIGHT, { sourceIp: addressOf(made) })).toMatchObject({
        statusCode: 503,
        headers: { "retry-after": "30" },
      });
    expect(asked).toHaveLength(6);
  });

  it("find the end of the outage, even without attempts", async () => {
    let probes = 0;
    const stage = guardedPool({
      change: ({ userPool }) => ({
        userPool: {
          ...userPool,
          signIn: async (name) => {
            if (isReservedName(name)) probes += 1;
            return { kind: "legacy_unavailable" };
          },
        },
      }),
    });
    await stage.ports.outages.report("legacy");
    for (let made = 0; made < 10; made += 1) {
      await stage.guess("leg@example.com", { sourceIp: addressOf(made) });
      stage.advance(1);
    }
    expect(probes).toBe(10);
  });
});

describe("guesses at a user of the pool in an outage", () => {
  it("have the same total with and without an outage, also in parallel", async () => {
    const stage = await owner({ locks: false });
    const { guess, ports } = stage;
    const tried = async () => {
      const before = stage.checked();
      for (let made = 0; made < 40; made += 1) await guess(OWNER, { sourceIp: addressOf(made) });
      return stage.checked() - before;
    };
    await ports.outages.report("legacy");
    expect(await tried()).toBe(6);
    await ports.outages.clear("legacy");
    expect(await tried()).toBe(5);
    await ports.outages.report("legacy");
    expect(await tried()).toBe(0);
    await pass(stage, PAUSE_SECONDS);
    expect(await tried()).toBe(0);
    await ports.outages.clear("legacy");
    expect(await tried()).toBe(1);
  });

  it("have no second budget after the first one", async () => {
    const { guess, ports, checked } = await owner({ locks: false });
    const before = checked();
    for (let made = 0; made < 40; made += 1) await guess(OWNER, { sourceIp: addressOf(made) });
    await ports.outages.report("legacy");
    for (let made = 0; made < 40; made += 1) await guess(OWNER, { sourceIp: addressOf(made) });
    expect(checked() - before).toBe(11);
  });

  it("delay the owner by a minute or so at the worst, also after hours of outage", async () => {
    const stage = await owner();
    const { attempt, guess, advance, ports, device } = stage;
    await ports.outages.report("legacy");
    for (let made = 0; made < 200; made += 1) {
      await guess(OWNER, { sourceIp: addressOf(made) });
      await pass(stage, made < 12 ? 2 ** Math.max(0, made - 4) : 120);
    }
    await ports.outages.clear("legacy");
    for (let made = 0; made < 12; made += 1) {
      await guess(OWNER, { sourceIp: addressOf(made) });
      advance(2 ** made > 60 ? 0 : 2 ** made);
    }
    const before = ports.clock.now().getTime();
    for (;;) {
      const answer = await attempt(OWNER, RIGHT, { sourceIp: CAFE, device });
      if (answer.statusCode === 200) break;
      advance(retryAfterOf(answer));
    }
    expect((ports.clock.now().getTime() - before) / 1000).toBeLessThanOrEqual(90);
  });
});

it("for any attempts in and after outages, the owner signs in soon, and guesses stay within their budget", async () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ guesses: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 4, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 2000 }) }) },
    { weight: 2, arbitrary: fc.record({ outage: fc.boolean() }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const stage = await owner();
      const { attempt, guess, advance, ports, device } = stage;
      const began = ports.clock.now().getTime();
      const before = stage.checked();
      let made = 0;
      let isDown = false;
      for (const each of steps) {
        if ("outage" in each) {
          isDown = each.outage;
          await (isDown ? ports.outages.report("legacy") : ports.outages.clear("legacy"));
        } else if ("guesses" in each)
          for (let more = each.guesses; more > 0; more -= 1) {
            made += 1;
            await guess(OWNER, { sourceIp: addressOf(made) });
          }
        else await (isDown ? pass(stage, each.wait) : advance(each.wait));
      }
      const passed = (ports.clock.now().getTime() - began) / 1000;
      expect(stage.checked() - before).toBeLessThanOrEqual(11 + Math.floor(passed / PAUSE_SECONDS));
      const comes = ports.clock.now().getTime();
      for (;;) {
        const answer = await attempt(OWNER, RIGHT, { sourceIp: CAFE, device });
        if (answer.statusCode === 200) break;
        advance(retryAfterOf(answer));
      }
      expect((ports.clock.now().getTime() - comes) / 1000).toBeLessThanOrEqual(90);
    }),
    { numRuns: 100 },
  );
});
