/** Devices and networks of a user whose address changes in the pool. */
import { describe, expect, it } from "@jest/globals";
import { addressOf, CAFE, HOME, OWNER, owner, RIGHT } from "../../support/guarded-pool.js";
import { sampleEvent } from "../../support/sample-event.js";
import { TRIGGERS } from "../../support/triggers.js";
import { profileOf, SUB } from "../../support/users.js";

const MOVED = "ada.king@example.com";

/** A user who signed in at home, and whose address changed in the pool after that. */
const moved = async ({ verified = "true" } = {}) => {
  const stage = await owner({
    locks: false,
    seed: { profiles: [profileOf({ email: OWNER })] },
    userIdOf: (email) => ([OWNER, MOVED].includes(email) ? "usr_ada" : `usr_${email}`),
  });
  const refresh = () =>
    TRIGGERS["pre-token-generation"](stage.ports)(
      sampleEvent("pre-token-generation/refresh-tokens", {
        request: { userAttributes: { sub: SUB, email: MOVED, email_verified: verified } },
      }),
    );
  const attack = async (name: string) => {
    for (let made = 0; made < 54; made += 1) await stage.guess(name, { sourceIp: addressOf(made) });
  };
  return { ...stage, refresh, attack };
};

describe("a user whose address changed", () => {
  it("signs in by the new address from a known device or network, despite guesses of others", async () => {
    const { attempt, attack, refresh, device } = await moved();
    await refresh();
    await attack(MOVED);
    expect((await attempt(MOVED, RIGHT, { sourceIp: CAFE, device })).statusCode).toBe(200);
    expect((await attempt(MOVED, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
  });

  it("keeps what a sign-in by the new address recorded in the meantime", async () => {
    const { attempt, attack, refresh, device, ports } = await moved();
    await attempt(MOVED, RIGHT, { sourceIp: CAFE });
    await refresh();
    await attack(MOVED);
    expect((await attempt(MOVED, RIGHT, { sourceIp: CAFE })).statusCode).toBe(200);
    expect((await attempt(MOVED, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
    expect((await attempt(MOVED, RIGHT, { sourceIp: addressOf(90), device })).statusCode).toBe(200);
    const record = await ports.signInSources.of(await ports.pseudonyms.of(MOVED));
    expect(record?.userId).toBe("usr_ada");
  });

  it("has no known sources at the old address, for its next user", async () => {
    const { attack, guess, refresh, device } = await moved();
    await refresh();
    await attack(OWNER);
    expect((await guess(OWNER, { sourceIp: CAFE, device })).statusCode).toBe(429);
    expect((await guess(OWNER, { sourceIp: HOME })).statusCode).toBe(429);
  });

  it("keeps its known sources if the new address is not verified", async () => {
    const { attack, guess, refresh, device } = await moved({ verified: "false" });
    await refresh();
    await attack(MOVED);
    expect((await guess(MOVED, { sourceIp: CAFE, device })).statusCode).toBe(429);
  });

  it("gets tokens also if the known sources cannot be moved", async () => {
    const { attempt, refresh, ports } = await moved();
    ports.signInSources.broken = true;
    expect(await refresh()).toBeDefined();
    expect(ports.metrics.counted).toContain("sign_in_source_not_saved");
    ports.signInSources.broken = false;
    expect((await attempt(MOVED, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
  });
});

it("a name that another user took over is not known by the sources of the earlier one", async () => {
  let userId = "usr_first";
  const { attempt, guess, device } = await owner({ locks: false, userIdOf: () => userId });
  userId = "usr_second";
  await attempt(OWNER, RIGHT, { sourceIp: CAFE });
  for (let made = 0; made < 54; made += 1) await guess(OWNER, { sourceIp: addressOf(made) });
  expect((await guess(OWNER, { sourceIp: addressOf(99), device })).statusCode).toBe(429);
  expect((await guess(OWNER, { sourceIp: HOME })).statusCode).toBe(429);
  expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE })).statusCode).toBe(200);
});
