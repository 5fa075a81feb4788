/** Sign-ins while one of their counters cannot be written, for example because a flood of attempts throttles its row. */
import { expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import type { MemoryPorts } from "../../../shared/memory/ports.js";
import { addressOf, CAFE, HOME, OWNER, owner, RIGHT } from "../../support/guarded-pool.js";

const RULES = ["sign-in-id", "sign-in-id-ip", "sign-in-ip", "sign-in-known"];

/** The counter of `rule` fails after the owner's first sign-in. */
const failing = (rule: string) => {
  let broken = false;
  const change = ({ throttle }: MemoryPorts) => ({
    throttle: {
      ...throttle,
      take: async (...[of, key]: Parameters<typeof throttle.take>) => {
        if (broken && of.name === rule) throw new AuthError("temporarily_unavailable");
        return throttle.take(of, key);
      },
    },
  });
  return {
    change,
    fail: () => {
      broken = true;
    },
  };
};

it.each(RULES)("admit the owner from a known device and network, without %s", async (rule) => {
  const { change, fail } = failing(rule);
  const { attempt, device } = await owner({ change });
  fail();
  expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE, device })).statusCode).toBe(200);
  expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
});

it.each(RULES)("permit no guess beyond the budget, without %s", async (rule) => {
  const { change, fail } = failing(rule);
  const { guess, device } = await owner({ change, locks: false });
  fail();
  let through = 0;
  for (let made = 0; made < 200; made += 1) {
    if ((await guess(OWNER, { sourceIp: addressOf(made) })).statusCode === 401) through += 1;
    if ((await guess(OWNER, { sourceIp: CAFE, device })).statusCode === 401) through += 1;
  }
  // The name's own eleven, and the device's ten.
  expect(through).toBeLessThanOrEqual(21);
});

it("say when to try again, if the source is unknown", async () => {
  const { change, fail } = failing("sign-in-id");
  const { attempt, ports } = await owner({ change });
  fail();
  const before = ports.audit.events.length;
  for (let made = 0; made < 30; made += 1)
    expect(await attempt(OWNER, RIGHT, { sourceIp: CAFE })).toMatchObject({
      statusCode: 503,
      headers: { "retry-after": "30" },
    });
  expect(ports.audit.events).toHaveLength(before + 1);
});
