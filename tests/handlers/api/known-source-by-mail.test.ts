/** Codes and links for a user for whom others request codes. */
import { describe, expect, it } from "@jest/globals";
import { THROTTLES } from "../../../shared/domain/throttle-rule.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { challengeApi, cookieOf } from "../../support/challenge-api.js";
import { addressOf } from "../../support/guarded-pool.js";

const email = "ada@example.com";
const HOME = "203.0.113.10";
const CAFE = "192.0.2.77";

type Api = ReturnType<typeof challengeApi>;

const ask = ({ post }: Api, sourceIp: string, cookies: readonly string[] = []) =>
  post("code", { email }, { sourceIp, cookies });
const answer = async (api: Api, sourceIp: string, cookies: readonly string[] = []) => {
  const begun = cookieOf(await ask(api, sourceIp, cookies));
  return api.post("verifyCode", { code: "12345678" }, { sourceIp, cookies: [begun, ...cookies] });
};

/** A user who signed in at home once, for whom others requested as many codes as the rule allows. */
const flooded = async () => {
  const api = challengeApi({ answerChallenge: { kind: "session", session: memorySession("usr_ada") } });
  const device = cookieOf(await answer(api, HOME), "__Host-device");
  for (let index = 0; index < 9; index += 1) await ask(api, addressOf(index));
  return { api, device };
};

describe("a user for whom others request codes", () => {
  it.each([6, 600])(
    "gets codes at home and on a known device in each hour of a day, from %i addresses",
    async (addresses) => {
      const { api, device } = await flooded();
      let made = 0;
      for (let hour = 0; hour < 24; hour += 1) {
        const end = api.ports.clock.now().getTime() + 3_600_000;
        const before = api.ports.userPool.challenged.length;
        while (api.ports.clock.now().getTime() < end) {
          made += 1;
          const refused = await ask(api, addressOf(made % addresses));
          const left = end - api.ports.clock.now().getTime();
          const pause = Number(refused.headers?.["retry-after"] ?? 0) * 1000;
          if (refused.statusCode === 429) api.ports.clock.advance(Math.min(pause, left));
        }
        expect((await ask(api, HOME)).statusCode).toBe(202);
        expect((await ask(api, CAFE, [device])).statusCode).toBe(202);
        // Below what the trigger allows for each user.
        expect(api.ports.userPool.challenged.length - before).toBeLessThanOrEqual(
          THROTTLES.challengePerUser.limit,
        );
      }
    },
  );

  it("gets codes at home and on a known device, and elsewhere after a pause", async () => {
    const { api, device } = await flooded();
    const mailed = async (from: string, cookies?: readonly string[]) => {
      const before = api.ports.userPool.challenged.length;
      expect((await ask(api, from, cookies)).statusCode).toBe(202);
      return api.ports.userPool.challenged.length > before;
    };
    expect([await mailed(HOME), await mailed(CAFE, [device]), await mailed(CAFE)]).toEqual([
      true,
      true,
      false,
    ]);
    api.ports.clock.advance(2_000);
    expect(await mailed(CAFE)).toBe(true);
  });

  it("gets eight codes an hour on each known source", async () => {
    const { api, device } = await flooded();
    for (let made = 0; made < 8; made += 1) expect((await ask(api, CAFE, [device])).statusCode).toBe(202);
    expect((await ask(api, CAFE, [device])).statusCode).toBe(429);
    expect((await ask(api, HOME)).statusCode).toBe(202);
  });

  it("answers a code on a known source after others used up the network's attempts", async () => {
    const { api, device } = await flooded();
    const own = [cookieOf(await ask(api, HOME, [device])), cookieOf(await ask(api, HOME))];
    const stranger = cookieOf(await api.post("code", { email: "eve@example.com" }, { sourceIp: HOME }));
    const verify = (cookies: readonly string[]) =>
      api.post("verifyCode", { code: "12345678" }, { sourceIp: HOME, cookies });
    for (let made = 0; made < 101; made += 1) await verify([`__Host-challenge=wait_${made}`]);
    expect((await verify([stranger])).statusCode).toBe(429);
    expect((await verify([own[0] ?? "", device])).statusCode).toBe(200);
    expect((await verify([own[1] ?? ""])).statusCode).toBe(200);
    // The refused attempt did not use up the code.
    api.ports.clock.advance(2_000);
    expect((await verify([stranger])).statusCode).toBe(200);
  });
});
