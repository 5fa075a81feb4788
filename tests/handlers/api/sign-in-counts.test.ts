/** Counters before, in and after an outage of the legacy system. */
import { expect, it } from "@jest/globals";
import { THROTTLES } from "../../../shared/domain/throttle-rule.js";
import type { SignInAnswer } from "../../../shared/ports/index.js";
import { authApi, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";

type Kind = Exclude<SignInAnswer["kind"], "session">;

/** What the pool answers to a wrong password of each name while the legacy system is well, and while it is down. */
const NAMES: readonly (readonly [string, Kind, Kind])[] = [
  ["a user of the pool", "refused", "refused"],
  ["a locked user of the pool", "locked", "locked"],
  ["an unknown name", "refused", "unavailable"],
  ["a name that only the legacy system knows", "refused", "unavailable"],
  ["a suspended user", "denied", "denied"],
];

/** The waiting times that sixty wrong passwords get, an outage in their midst. */
const refusalsOf = async (well: Kind, down: Kind, addresses: number): Promise<(number | undefined)[]> => {
  const { ports } = authApi();
  let answer: Kind = well;
  const userPool = { ...ports.userPool, signIn: async () => ({ kind: answer }) };
  const { call } = authApi({}, { ...ports, userPool });
  const refusals: (number | undefined)[] = [];
  for (let made = 0; made < 60; made += 1) {
    // The first failures of an outage come before it is known.
    if (made === 4) answer = down;
    if (made === 6) await ports.outages.report("legacy");
    if (made === 30) {
      answer = well;
      await ports.outages.clear("legacy");
    }
    ports.clock.advance(20_000);
    const change = { sourceIp: `198.51.100.${made % addresses}`, requestId: `request-${made}` };
    const { statusCode, headers } = await call(jsonEvent(ROUTES.signIn, credentials, change));
    refusals.push(statusCode === 429 ? Number(headers?.["retry-after"]) : undefined);
  }
  return refusals;
};

it.each([1, 6, 60])("are the same for every name, from %i addresses", async (addresses) => {
  const [first, ...others] = await Promise.all(
    NAMES.map(([, well, down]) => refusalsOf(well, down, addresses)),
  );
  const made = first?.filter((wait) => wait === undefined).length;
  expect(made).toBeLessThan(20 + THROTTLES.signInDuringOutage.limit);
  for (const other of others) expect(other).toEqual(first);
});

it("an outage does not keep users waiting after it who tried again and again, and its budget is one of the day", async () => {
  const { ports } = authApi();
  let answer: SignInAnswer = { kind: "unavailable" };
  const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, signIn: async () => answer } });
  const tries = async (count: number): Promise<number[]> => {
    const statuses: number[] = [];
    for (let made = 0; made < count; made += 1) {
      ports.clock.advance(10_000);
      const requestId = `request-${ports.clock.now().getTime()}`;
      statuses.push((await call(jsonEvent(ROUTES.signIn, credentials, { requestId }))).statusCode ?? 0);
    }
    return statuses;
  };
  const { limit } = THROTTLES.signInDuringOutage;
  await ports.outages.report("legacy");
  expect(new Set(await tries(limit))).toEqual(new Set([503]));
  await ports.outages.clear("legacy");
  answer = { kind: "refused" };
  const after = await tries(12);
  expect(after.slice(0, THROTTLES.signInPerIdentifier.limit)).toEqual(Array(10).fill(401));
  expect(after.slice(-1)).toEqual([429]);
});
