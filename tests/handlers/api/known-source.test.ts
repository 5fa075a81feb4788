/** Devices and networks that a user signed in from: what they may, and how they are kept. */
import { describe, expect, it } from "@jest/globals";
import {
  addressOf,
  CAFE,
  DAY_SECONDS,
  deviceOf,
  HOME,
  OWNER,
  owner,
  PAUSE_SECONDS,
  RIGHT,
} from "../../support/guarded-pool.js";

describe("a known source", () => {
  const underAttack = async () => {
    const stage = await owner({ locks: false });
    for (let index = 0; index < 11; index += 1) await stage.guess(OWNER, { sourceIp: addressOf(index) });
    return stage;
  };
  const passed = async (guess: () => Promise<{ statusCode?: number }>): Promise<number> => {
    let through = 0;
    for (let made = 0; made < 40; made += 1) if ((await guess()).statusCode !== 429) through += 1;
    return through;
  };

  it("that guesses has ten tries of its own a day, at home or with a stolen cookie", async () => {
    const { guess, advance, device } = await underAttack();
    expect(await passed(() => guess(OWNER, { sourceIp: CAFE, device }))).toBe(10);
    advance(PAUSE_SECONDS);
    // The pass is used up: the ordinary rules apply, whose pause is over.
    expect(await passed(() => guess(OWNER, { sourceIp: CAFE, device }))).toBe(1);
    expect(await passed(() => guess(OWNER, { sourceIp: HOME }))).toBe(10);
  });

  it("is not accepted from others: an invented, malformed or doubled cookie, or that of another user", async () => {
    const { attempt, guess, device } = await underAttack();
    const eve = deviceOf(await attempt("eve@example.com", RIGHT, { sourceIp: "192.0.2.9" }));
    const forged = [
      eve,
      `__Host-device=${"A".repeat(43)}`,
      `__Host-device=${"A".repeat(500)}`,
      "__Host-device=",
      `${device}; ${eve}`,
    ];
    for (const cookie of forged)
      expect((await guess(OWNER, { sourceIp: "192.0.2.9", device: cookie })).statusCode).toBe(429);
  });

  it("gets a new name if another user of the browser signs in, so that no one can plant a name", async () => {
    const { attempt, device } = await owner();
    const eve = deviceOf(await attempt("eve@example.com", RIGHT, { sourceIp: HOME, device }));
    expect(eve).not.toBe(device);
    expect(deviceOf(await attempt(OWNER, RIGHT, { sourceIp: HOME, device }))).toBe(device);
  });

  it("is one of the ten latest devices", async () => {
    const { attempt, guess, advance, device } = await owner();
    for (let index = 0; index < 10; index += 1) {
      advance(60);
      await attempt(OWNER, RIGHT, { sourceIp: addressOf(index) });
    }
    for (let index = 0; index < 11; index += 1) await guess(OWNER, { sourceIp: addressOf(100 + index) });
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE, device })).statusCode).toBe(429);
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(429);
    expect((await attempt(OWNER, RIGHT, { sourceIp: addressOf(0) })).statusCode).toBe(200);
  });

  it("that came back is not pushed out by clients without cookies, nor by networks on the way", async () => {
    const { attempt, guess, advance, device } = await owner();
    advance(DAY_SECONDS);
    await attempt(OWNER, RIGHT, { sourceIp: HOME, device });
    for (let index = 0; index < 30; index += 1) {
      advance(60);
      await attempt(OWNER, RIGHT, { sourceIp: addressOf(index) });
    }
    for (let index = 0; index < 11; index += 1) await guess(OWNER, { sourceIp: addressOf(100 + index) });
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE, device })).statusCode).toBe(200);
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
    expect((await attempt(OWNER, RIGHT, { sourceIp: addressOf(0) })).statusCode).toBe(429);
  });

  it("is forgotten half a year after its last use", async () => {
    const { attempt, guess, advance, device } = await owner();
    advance(180 * DAY_SECONDS);
    for (let index = 0; index < 11; index += 1) await guess(OWNER, { sourceIp: addressOf(index) });
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME, device })).statusCode).toBe(429);
  });

  it("that cannot be recorded stops no sign-in", async () => {
    const { attempt, ports } = await owner();
    ports.signInSources.broken = true;
    expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE })).statusCode).toBe(200);
    expect(ports.metrics.counted).toContain("sign_in_source_not_saved");
  });

  it("is recorded for each of many sign-ins at once", async () => {
    const { attempt, guess } = await owner();
    const answers = await Promise.all(
      Array.from({ length: 3 }, (_, index) => attempt(OWNER, RIGHT, { sourceIp: addressOf(index) })),
    );
    for (let index = 0; index < 11; index += 1) await guess(OWNER, { sourceIp: addressOf(100 + index) });
    for (const answer of answers)
      expect((await attempt(OWNER, RIGHT, { sourceIp: CAFE, device: deviceOf(answer) })).statusCode).toBe(
        200,
      );
  });
});
