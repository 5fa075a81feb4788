/**
 * A stage without other requests: what a failed request leaves behind does not depend on whether the pool has its name.
 * The clock advances only when something waits.
 */
import { describe, expect, it } from "@jest/globals";
import { passwords } from "../../../handlers/api/password.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { withCircuitBreaker } from "../../../shared/adapters/legacy/circuit-breaker.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import type { LegacyAnswer, SignInAnswer, UserPool } from "../../../shared/ports/index.js";
import { authApi, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { sampleEvent } from "../../support/sample-event.js";
import { NOW } from "../../support/users.js";

const floor = { leastMs: 1_200, mostMs: 4_500, followsLegacy: true };
const KNOWN = "ada@example.com";
const UNKNOWN = "nobody@example.com";
const POOL_MS = 40;

/** A pool with one user, UserMigration, and a legacy system with the time and the answer of `legacy`. */
const quietStage = (legacy: { ms: number; answer: LegacyAnswer }) => {
  const ports = memoryPorts({ now: NOW });
  const asked: string[] = [];
  const ask = async (name: string, withinMs = Number.POSITIVE_INFINITY): Promise<LegacyAnswer> => {
    asked.push(name);
    const cut = legacy.ms > withinMs;
    ports.clock.advance(Math.max(0, cut ? withinMs : legacy.ms));
    return cut ? { kind: "unavailable", reason: "floor_reached" } : legacy.answer;
  };
  const system = { verify: (name: string, _: string, ms?: number) => ask(name, ms), lookup: ask };
  const { clock, outages } = ports;
  const guarded = withCircuitBreaker(system, { clock, outages, pauseMs: 10_000, reports: false });
  const trigger = userMigration({ ...ports, floor, legacy: guarded });
  const migrate = async (source: "sign-in" | "forgot-password", userName: string, request: object) => {
    ports.clock.advance(POOL_MS);
    return userName === KNOWN
      ? "refused"
      : trigger(sampleEvent(`user-migration/${source}`, { userName, request })).then(
          () => "refused" as const,
          () => "legacy_unavailable" as const,
        );
  };
  const startOf = (began: Date | undefined) =>
    began === undefined ? {} : { began: String(began.getTime()) };
  const userPool: UserPool = {
    ...ports.userPool,
    signIn: async (email, password, began) => {
      const kind = await migrate("sign-in", email, { password, validationData: startOf(began) });
      return { kind } as SignInAnswer;
    },
    requestReset: async (email, began) => {
      await migrate("forgot-password", email, { clientMetadata: startOf(began) });
      return "not_sent" as never;
    },
  };
  const { call } = authApi({}, { ...ports, floor, userPool });
  const forgot = passwords({ ...ports, floor, userPool });
  let requests = 0;
  const signIn = async (email: string) => {
    requests += 1;
    const body = { email, password: "Wrong-Password-1!" };
    return (await call(jsonEvent(ROUTES.signIn, body, { requestId: `request-${requests}` }))).statusCode;
  };
  return {
    ports,
    asked,
    signIn,
    forgot: (email: string) => forgot(jsonEvent("POST /api/account/forgot", { email })),
    steps: async () => (await ports.answerFloors.read())?.steps,
  };
};

const refused: LegacyAnswer = { kind: "refused" };
const down: LegacyAnswer = { kind: "unavailable", reason: "unreachable" };

describe("the floor after a failed request is the same for a name of the pool and another name", () => {
  const steps = async (ms: number, email: string, request: "signIn" | "forgot") => {
    const stage = quietStage({ ms, answer: refused });
    const since = stage.ports.clock.now().getTime() - 300_000;
    await stage.ports.answerFloors.replace({ version: 0, steps: [] }, [{ since, floorMs: 2_000 }]);
    await stage[request](email);
    return stage.steps();
  };

  it.each([0, 700, 1_100, 1_600, 2_500, 4_000])("with a legacy system at %i ms", async (ms) => {
    for (const request of ["signIn", "forgot"] as const)
      expect(await steps(ms, UNKNOWN, request)).toEqual(await steps(ms, KNOWN, request));
  });

  it("although the floor moves", async () => {
    const floors = await Promise.all(
      [0, 1_100, 2_500].map(async (ms) => (await steps(ms, KNOWN, "signIn"))?.at(-1)?.floorMs),
    );
    expect(floors).toEqual([1_900, 2_000, 4_350]);
  });
});

it("a legacy system that is suddenly slow raises the floor at the next failed sign-in of any name", async () => {
  for (const email of [KNOWN, UNKNOWN]) {
    const stage = quietStage({ ms: 2_000, answer: refused });
    await stage.signIn(email);
    stage.ports.clock.advance(200);
    expect((await stage.steps())?.at(-1)?.floorMs).toBe(3_600);
  }
});

describe("an outage that no request has found", () => {
  it.each([KNOWN, UNKNOWN])(
    "is found by a failed sign-in of %s, which is 401; later ones are 503",
    async (email) => {
      const { signIn } = quietStage({ ms: 3, answer: down });
      expect(await signIn(email)).toBe(401);
      expect([await signIn(KNOWN), await signIn(UNKNOWN)]).toEqual([503, 503]);
    },
  );

  it("is recorded at the same time for every name", async () => {
    const noted = await Promise.all(
      [KNOWN, UNKNOWN].map(async (email) => {
        const stage = quietStage({ ms: 3, answer: down });
        const times: number[] = [];
        const { clock, outages } = stage.ports;
        const report = outages.report;
        outages.report = (dependency) => {
          times.push(clock.now().getTime() - Date.parse(NOW));
          return report(dependency);
        };
        await stage.signIn(email);
        return times;
      }),
    );
    expect(noted).toEqual([[1_546], [1_546]]);
  });

  it("ends at the same request, for every failed name", async () => {
    const ends = await Promise.all(
      [KNOWN, UNKNOWN].map(async (email) => {
        const legacy: { ms: number; answer: LegacyAnswer } = { ms: 3, answer: down };
        const { signIn } = quietStage(legacy);
        for (let made = 0; made < 7; made += 1) await signIn(email);
        legacy.answer = refused;
        return [await signIn("one@example.com"), await signIn("two@example.com")];
      }),
    );
    expect(ends).toEqual([
      [503, 401],
      [503, 401],
    ]);
  });
});

it("many failed requests send one probe in a second, and the answer does not wait for it", async () => {
  const { asked, ports, signIn } = quietStage({ ms: 0, answer: refused });
  await Promise.all(Array.from({ length: 8 }, () => signIn(KNOWN)));
  expect(asked).toHaveLength(2);
  expect(asked.every((name) => name.endsWith("@unknown.invalid"))).toBe(true);
  expect(ports.audit.events.filter(({ type }) => type !== "signin.failed")).toEqual([]);
});
