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

  it("has ten guesses of its own a day, at home or with a stolen cookie", async () => {
    const { guess, advance, checked, device } = await underAttack();
    expect(await passed(() => guess(OWNER, { sourceIp: CAFE, device }))).toBe(10);
    advance(PAUSE_SECONDS);
    // The pass is used up: the ordinary rules apply, whose pause is over.
    expect(await passed(() => guess(OWNER, { sourceIp: CAFE, device }))).toBe(1);
    // Those of a network are checked, and answered like the guesses of others there.
    const before = checked();
    expect(await passed(() => guess(OWNER, { sourceIp: HOME }))).toBe(0);
    expect(checked() - before).toBe(10);
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

  it("that several users share stays known for each of them", async () => {
    const { attempt, guess } = await owner();
    const users = Array.from({ length: 5 }, (_, index) => `user-${index}@example.com`);
    let device: string | undefined;
    for (let round = 0; round < 2; round += 1)
      for (const user of users)
        device = deviceOf(await attempt(user, RIGHT, { sourceIp: HOME, device })) ?? device;
    for (const user of users) {
      for (let index = 0; index < 11; index += 1) await guess(user, { sourceIp: addressOf(index) });
      expect((await attempt(user, RIGHT, { sourceIp: CAFE, device })).statusCode).toBe(200);
    }
  });

  it("keeps the five latest users of a browser", async () => {
    const { attempt } = await owner();
    let device: string | undefined;
    for (let index = 0; index < 8; index += 1)
      device = deviceOf(await attempt(`user-${index}@example.com`, RIGHT, { sourceIp: HOME, device }));
    expect(device).toMatch(/^__Host-device=[\w-]{43}(\.[\w-]{43}){4}$/);
    expect((await attempt("user-7@example.com", RIGHT, { sourceIp: CAFE, device })).statusCode).toBe(200);
    expect(deviceOf(await attempt("user-4@example.com", RIGHT, { sourceIp: CAFE, device }))).toHaveLength(
      device?.length ?? 0,
    );
  });

  it("is known by each user's own token, so that no one can plant a name in a shared browser", async () => {
    const { attempt, guess } = await underAttack();
    const planted = deviceOf(await attempt("eve@example.com", RIGHT, { sourceIp: HOME }));
    const shared = deviceOf(await attempt(OWNER, RIGHT, { sourceIp: HOME, device: planted }));
    expect(shared?.startsWith(`${planted}.`)).toBe(true);
    expect((await guess(OWNER, { sourceIp: CAFE, device: planted })).statusCode).toBe(429);
    expect((await guess(OWNER, { sourceIp: CAFE, device: shared })).statusCode).toBe(401);
    expect(deviceOf(await attempt("eve@example.com", RIGHT, { sourceIp: HOME, device: planted }))).toBe(
      planted,
    );
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

  it("that was used again is not replaced by clients without cookies, nor by networks of one visit", async () => {
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

  it.each(["device", "network"])(
    "that is a %s permits 200 parallel sign-ins with the right password",
    async (kind) => {
      const { attempt, device } = await owner();
      const from = kind === "device" ? { sourceIp: CAFE, device } : { sourceIp: HOME };
      const answers = await Promise.all(Array.from({ length: 200 }, () => attempt(OWNER, RIGHT, from)));
      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    },
  );

  it("permits only its own and the ordinary number of wrong passwords, in parallel or not", async () => {
    const { guess, device } = await owner({ locks: false });
    const from = { sourceIp: CAFE, device };
    const answers = await Promise.all(Array.from({ length: 200 }, () => guess(OWNER, from)));
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(20);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(180);
  });

  it.each([130, 1_100])(
    "without a cookie is not stopped by %i wrong passwords of others there",
    async (count) => {
      const { attempt, guess } = await owner();
      for (let made = 0; made < count; made += 1) await guess(`user-${made}@example.com`, { sourceIp: HOME });
      expect((await attempt("new@example.com", RIGHT, { sourceIp: HOME })).statusCode).toBe(429);
      expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
    },
  );

  it("without a cookie counts its wrong passwords for the network, too, as far as the network's rule allows", async () => {
    const { attempt, guess } = await owner({ locks: false });
    for (let made = 0; made < 12; made += 1)
      await attempt(`user-${made}@example.com`, RIGHT, { sourceIp: HOME });
    let through = 0;
    for (let made = 0; made < 120; made += 1)
      if ((await guess(`user-${made % 12}@example.com`, { sourceIp: HOME })).statusCode === 401) through += 1;
    // One attempt follows at once, and two after pauses that are waited out.
    expect(through).toBe(103);
    expect((await attempt("new@example.com", RIGHT, { sourceIp: HOME })).statusCode).toBe(429);
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
  });
});
