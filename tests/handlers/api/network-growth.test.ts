/** Names that raise a network's limit of failed sign-ins. */
import { expect, it } from "@jest/globals";
import { passwords } from "../../../handlers/api/password.js";
import { CAFE, DAY_SECONDS, guardedPool, HOME, OWNER, RIGHT } from "../../support/guarded-pool.js";
import { jsonEvent } from "../../support/http-events.js";

const NO_FLOOR = { leastMs: 0, mostMs: 0, followsLegacy: false };

it("one user counts once for a network in a quarter, however often a reset forgets the network", async () => {
  const { ports, attempt, advance } = guardedPool({ locks: false });
  const reset = passwords({ ...ports, floor: NO_FLOOR });
  await attempt(OWNER, RIGHT, { sourceIp: HOME });
  advance(8 * DAY_SECONDS);
  for (let cycle = 0; cycle < 20; cycle += 1) {
    for (let day = 0; day < 2; day += 1) {
      await attempt(OWNER, RIGHT, { sourceIp: HOME });
      advance(DAY_SECONDS);
    }
    const body = { email: OWNER, code: "123456", password: RIGHT };
    const answer = await reset(
      jsonEvent("POST /api/account/reset", body, { sourceIp: CAFE, requestId: `reset-${cycle}` }),
    );
    expect(answer.statusCode).toBe(200);
  }
  const networkId = await ports.pseudonyms.of(`network/${HOME}`);
  const facts = await ports.signInSources.find({ name: "other", network: HOME, networkId });
  expect(facts.networkNames).toBe(1);
});
