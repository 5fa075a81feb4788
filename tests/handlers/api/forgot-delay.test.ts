/** A day in which strangers request, and guess, the reset codes of one user: the owner's requests and code get through. */
import { describe, expect, it } from "@jest/globals";
import { learnSource } from "../../../shared/domain/known-sources.js";
import { addressOf, CAFE, HOME, retryAfterOf } from "../../support/guarded-pool.js";
import { passwordApi } from "../../support/password-api.js";
import { PASSWORD } from "../../support/users.js";

const email = "ada@example.com";
const HOUR_SECONDS = 60 * 60;
const HOURS = 24;
const COOKIE = "D".repeat(43);
const device = { sourceIp: CAFE, cookies: [`__Host-device=${COOKIE}`] };

/** A user who signed in at home and with a device. */
const owner = async () => {
  const api = passwordApi();
  const { ports } = api;
  const name = await ports.pseudonyms.of(email);
  const seen = {
    device: await ports.pseudonyms.of(`device/${COOKIE}`),
    network: await ports.pseudonyms.of(`network/${HOME}`),
    userId: "usr_ada",
  };
  const now = Math.floor(ports.clock.now().getTime() / 1000);
  await ports.signInSources.save(name, learnSource(undefined, seen, now).sources);
  return { ...api, advance: (seconds: number) => ports.clock.advance(seconds * 1000) };
};

describe.each([6, 600])("a day of requests for codes from %i addresses", (addresses) => {
  it.each([
    ["", false],
    ["in an outage of the legacy system, ", true],
  ])(
    "%ssends the codes that the rule allows, and those of the owner at home and on a device",
    async (_, down) => {
      const { forgot, ports, advance } = await owner();
      const most = down ? 12 : 3;
      let made = 0;
      let through = 0;
      for (let hour = 0; hour < HOURS; hour += 1) {
        if (down) await ports.outages.report("legacy");
        for (let request = 0; request < 20; request += 1) {
          made += 1;
          const before = ports.userPool.resets.length;
          const answer = await forgot({ email }, { sourceIp: addressOf(made % addresses) });
          // Beyond the rule, the answer is that of a sent code.
          through += ports.userPool.resets.length - before;
          if (answer.statusCode !== 202) expect(retryAfterOf(answer)).toBeLessThanOrEqual(HOUR_SECONDS);
        }
        const before = ports.userPool.resets.length;
        expect((await forgot({ email }, { sourceIp: HOME })).statusCode).toBe(202);
        expect((await forgot({ email }, device)).statusCode).toBe(202);
        expect(ports.userPool.resets.length - before).toBe(2);
        advance(HOUR_SECONDS);
      }
      expect(through).toBe(most * HOURS);
      expect(ports.userPool.resets).toHaveLength((most + 2) * HOURS);
    },
  );
});

describe("a known source that requests codes", () => {
  it("has three of its own an hour; to a device, the ordinary rule applies after them", async () => {
    const { forgot, advance } = await owner();
    for (const [from, most] of [
      [device, 6],
      [{ sourceIp: HOME }, 3],
    ] as const) {
      for (let made = 0; made < most; made += 1) expect((await forgot({ email }, from)).statusCode).toBe(202);
      expect((await forgot({ email }, from)).statusCode).toBe(429);
    }
    advance(HOUR_SECONDS);
    expect((await forgot({ email }, device)).statusCode).toBe(202);
  });

  it("is not stopped by others of its network if it is a device", async () => {
    const { forgot } = await owner();
    for (let made = 0; made < 61; made += 1)
      await forgot({ email: `user-${made}@example.com` }, { sourceIp: CAFE });
    expect((await forgot({ email }, { sourceIp: CAFE })).statusCode).toBe(429);
    expect((await forgot({ email }, device)).statusCode).toBe(202);
  });

  it("is one that the user signed in from: an invented cookie has no requests of its own", async () => {
    const { forgot } = await owner();
    const invented = { sourceIp: "192.0.2.9", cookies: [`__Host-device=${"E".repeat(43)}`] };
    for (let made = 0; made < 3; made += 1) expect((await forgot({ email }, invented)).statusCode).toBe(202);
    expect((await forgot({ email }, invented)).statusCode).toBe(429);
  });

  it("refunds the attempt of the network if the rule of the name refuses it", async () => {
    const { forgot } = await owner();
    const from = { sourceIp: "192.0.2.9" };
    for (let made = 0; made < 70; made += 1) await forgot({ email }, from);
    expect((await forgot({ email: "other@example.com" }, from)).statusCode).toBe(202);
  });
});

it.each([
  [6, "at home", { sourceIp: HOME }],
  [600, "on a device", device],
])(
  "a day of guesses at the code from %i addresses does not stop the right code %s",
  async (addresses, _, from) => {
    const { reset, ports, advance } = await owner();
    const end = ports.clock.now().getTime() + HOURS * HOUR_SECONDS * 1000;
    const right = { email, code: "123456", password: PASSWORD };
    let made = 0;
    let through = 0;
    while (ports.clock.now().getTime() < end) {
      made += 1;
      const answer = await reset({ ...right, code: "000000" }, { sourceIp: addressOf(made % addresses) });
      if (answer.statusCode === 400) through += 1;
      else advance(retryAfterOf(answer));
    }
    // Eleven an hour, and one after each of the doubling pauses.
    expect(through).toBeLessThanOrEqual(HOURS * 22);
    expect((await reset(right, from)).statusCode).toBe(200);
  },
);
