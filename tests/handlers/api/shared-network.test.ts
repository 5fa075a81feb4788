/** On a network that a user signed in from, the answers to others there do not reveal whose name has a user. */
import { describe, expect, it } from "@jest/globals";
import { learnSource } from "../../../shared/domain/known-sources.js";
import { challengeApi, cookieOf } from "../../support/challenge-api.js";
import { addressOf, HOME, OWNER, owner, RIGHT } from "../../support/guarded-pool.js";
import { passwordApi } from "../../support/password-api.js";
import { PASSWORD } from "../../support/users.js";

const NOBODY = "nobody@example.com";
const FLOOR = { leastMs: 1_000, mostMs: 4_500, followsLegacy: true };

type Answer = { readonly statusCode?: number | undefined; readonly headers?: object; readonly body?: string };
type Told = readonly [status: number | undefined, retryAfter: unknown, body: string | undefined, ms: number];

/** What the caller learns of an answer: status, waiting time, body, and when it came. */
const toldBy = async (now: () => Date, ask: () => Promise<Answer>): Promise<Told> => {
  const began = now().getTime();
  const { statusCode, headers = {}, body } = await ask();
  const told = { ...headers } as { "retry-after"?: unknown };
  return [statusCode, told["retry-after"], body, now().getTime() - began];
};

const repeated = async (times: number, ask: (turn: number) => Promise<Told>): Promise<Told[]> => {
  const answers: Told[] = [];
  for (let turn = 0; turn < times; turn += 1) answers.push(await ask(turn));
  return answers;
};

describe("wrong passwords on the owner's network", () => {
  type Before = (stage: Awaited<ReturnType<typeof owner>>) => Promise<unknown>;
  const nothing: Before = async () => undefined;
  const sprayed: Before = ({ guess }) =>
    repeated(110, async (turn) => {
      await guess(`user-${turn}@example.com`, { sourceIp: HOME });
      return [0, 0, "", 0];
    });
  const outage: Before = ({ ports }) => ports.outages.report("legacy");

  it.each([
    ["alone", nothing, 0],
    ["at intervals", nothing, 400],
    ["after many names were tried there", sprayed, 0],
    ["in an outage", outage, 0],
  ])("%s get the same answers for the owner and for a name without a user", async (_, before, pause) => {
    const answersFor = async (name: string) => {
      const stage = await owner({ change: () => ({ floor: FLOOR }) });
      await before(stage);
      return repeated(60, (turn) => {
        stage.advance(turn % 7 === 0 ? pause : 1);
        return toldBy(stage.ports.clock.now, () => stage.guess(name, { sourceIp: HOME }));
      });
    };
    const [known, unknown] = [await answersFor(OWNER), await answersFor(NOBODY)];
    expect(known).toEqual(unknown);
    expect(new Set(known.map(([, , , ms]) => ms)).size).toBeGreaterThan(1);
  });

  it.each([
    ["the owner", OWNER],
    ["a name without a user", NOBODY],
  ])("in a flood hold functions for seconds only, for %s", async (_, name) => {
    const { guess, ports } = await owner({ change: () => ({ floor: FLOOR }) });
    const flood = await repeated(40, () => toldBy(ports.clock.now, () => guess(name, { sourceIp: HOME })));
    const held = flood.map(([, , , ms]) => ms);
    // Ten guesses at the floor; ten beyond, four seconds later; one waits until these are surely answered.
    expect(held.slice(20).reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(1_000);
    expect(new Set(flood.slice(21).map(([status, , , ms]) => `${status}/${ms}`))).toEqual(new Set(["429/0"]));
  });

  it("do not keep the owner out, who has no cookie", async () => {
    const { attempt, guess } = await owner({ locks: false });
    for (let made = 0; made < 12; made += 1) await guess(OWNER, { sourceIp: addressOf(made) });
    for (let made = 0; made < 9; made += 1)
      expect((await guess(OWNER, { sourceIp: HOME })).statusCode).toBe(429);
    expect((await attempt(OWNER, RIGHT, { sourceIp: HOME })).statusCode).toBe(200);
  });
});

describe.each(["", "in an outage "])("%srequests and guesses of codes on the owner's network", (when) => {
  const known = async <Api extends ReturnType<typeof passwordApi> | ReturnType<typeof challengeApi>>(
    api: Api,
  ) => {
    const { ports } = api;
    if (when !== "") await ports.outages.report("legacy");
    const seen = {
      device: "device of the owner",
      network: await ports.pseudonyms.of(`network/${HOME}`),
      userId: "usr_ada",
    };
    const now = Math.floor(ports.clock.now().getTime() / 1000);
    await ports.signInSources.save(
      await ports.pseudonyms.of(OWNER),
      learnSource(undefined, seen, now).sources,
    );
    return api;
  };
  const from = { sourceIp: HOME };
  /** The address is in the answer, masked, as the caller sent it. */
  const unnamed = ([status, retryAfter, , ms]: Told) => [status, retryAfter, ms];

  it("get the same answers: a new password", async () => {
    const answersFor = async (email: string) => {
      const { forgot, reset, ports } = await known(passwordApi({}, undefined, FLOOR));
      const requests = await repeated(20, () => toldBy(ports.clock.now, () => forgot({ email }, from)));
      const guesses = await repeated(40, () =>
        toldBy(ports.clock.now, () => reset({ email, code: "000000", password: PASSWORD }, from)),
      );
      return [...requests, ...guesses].map(unnamed);
    };
    expect(await answersFor(OWNER)).toEqual(await answersFor(NOBODY));
  });

  it("get the same answers: a sign-in with a code", async () => {
    const answersFor = async (email: string) => {
      const { post, ports } = await known(challengeApi({}, undefined, FLOOR));
      const cookies: string[] = [];
      const requests = await repeated(20, () =>
        toldBy(ports.clock.now, async () => {
          const answer = await post("code", { email }, from);
          if (answer.statusCode === 202) cookies.push(cookieOf(answer));
          return answer;
        }),
      );
      for (let made = 0; made < 101; made += 1)
        await post(
          "verifyCode",
          { code: "12345678" },
          { ...from, cookies: [`__Host-challenge=wait_${made}`] },
        );
      const guesses = await repeated(20, (turn) =>
        toldBy(ports.clock.now, () =>
          post(
            "verifyCode",
            { code: "12345678" },
            { ...from, cookies: [cookies[turn % cookies.length] ?? ""] },
          ),
        ),
      );
      return [...requests, ...guesses].map(unnamed);
    };
    expect(await answersFor(OWNER)).toEqual(await answersFor(NOBODY));
  });
});
