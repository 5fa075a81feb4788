/** The time of answers, on a clock that advances only when something waits. */
import { describe, expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import type { SignInAnswer, UserPool } from "../../../shared/ports/index.js";
import { type AuthApi, authApi, credentials, type Overrides, ROUTES } from "../../support/auth-api.js";
import { challengeApi } from "../../support/challenge-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { passwordApi } from "../../support/password-api.js";
import { PASSWORD } from "../../support/users.js";

const floor = { leastMs: 1_200, mostMs: 4_500, followsLegacy: true };
const session = { kind: "session", session: memorySession("usr_ada") } as const;
const request = jsonEvent(ROUTES.signIn, credentials);

/** The pool takes `poolMs` for each call. */
const slowApi = (seed: Parameters<typeof authApi>[0], poolMs: number, more: Overrides = {}): AuthApi => {
  const { ports } = authApi(seed);
  const slow = (name: "signIn" | "signUp" | "resendCode" | "confirmSignUp") => ({
    [name]: async (...input: never[]) => {
      // A probe runs beside the request.
      if (!input.some((each) => String(each).endsWith("@unknown.invalid"))) ports.clock.advance(poolMs);
      return (ports.userPool[name] as (...input: never[]) => Promise<unknown>)(...input);
    },
  });
  const userPool = {
    ...ports.userPool,
    ...slow("signIn"),
    ...slow("signUp"),
    ...slow("resendCode"),
    ...slow("confirmSignUp"),
  } as UserPool;
  return { ports, call: authApi(seed, { ...ports, floor, userPool, ...more }).call };
};
const timeOf = async ({ ports }: Pick<AuthApi, "ports">, work: () => Promise<unknown>): Promise<number> => {
  const began = ports.clock.now().getTime();
  await work();
  return ports.clock.now().getTime() - began;
};

describe("a failed sign-in", () => {
  const kinds = ["refused", "denied", "not_confirmed", "reset_required"] as const;
  const outages = ["unavailable", "legacy_unavailable"] as const;

  it.each<SignInAnswer["kind"]>([...kinds, ...outages])("as %s takes the time of the floor", async (kind) => {
    for (const poolMs of [0, 3, 400, 1_199]) {
      const api = slowApi({ signIn: { kind } as SignInAnswer }, poolMs);
      expect(await timeOf(api, () => api.call(request))).toBe(1_200);
    }
  });

  it.each(kinds)("as %s takes the time of the floor during an outage, too, with its probe", async (kind) => {
    const api = slowApi({ signIn: { kind } }, 400);
    await api.ports.outages.report("legacy");
    expect(await timeOf(api, () => api.call(request))).toBe(1_200);
  });

  it("takes the time of the floor if the pool fails", async () => {
    const signIn = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const api = slowApi({}, 0, { userPool: { ...authApi().ports.userPool, signIn } });
    expect(await timeOf(api, () => api.call(request))).toBe(1_200);
  });

  it("that is refused by the throttle waits as a known network does, and no longer once its attempts are used up", async () => {
    const api = slowApi({}, 0);
    for (let made = 0; made < 10; made += 1) await api.call(request);
    for (let made = 0; made < 10; made += 1)
      expect(await timeOf(api, () => api.call(request))).toBe(4_000 + 1_200);
    api.ports.clock.advance(10_000);
    expect(await timeOf(api, () => api.call(request))).toBe(0);
  });

  it("that is later than its floor waits for the highest floor, and raises the floor of later ones", async () => {
    const api = slowApi({}, 2_000);
    expect(await timeOf(api, () => api.call(request))).toBe(4_500);
    api.ports.clock.advance(200);
    expect(await timeOf(api, () => api.call(request))).toBe(4_500);
    const quick = authApi({}, { ...api.ports, floor });
    expect(await timeOf(api, () => quick.call(request))).toBe(4_500);
  });

  it("waits for the highest floor if the stage's floor cannot be read", async () => {
    const { ports } = authApi();
    const answerFloors = { ...ports.answerFloors, read: async () => undefined };
    const api = { ports, call: authApi({}, { ...ports, floor, answerFloors }).call };
    expect(await timeOf(api, () => api.call(request))).toBe(4_500);
  });

  it("that is near its floor does not raise it, because that would depend on its path", async () => {
    const api = slowApi({}, 1_199);
    await api.call(request);
    expect((await api.ports.answerFloors.read())?.steps).toEqual([]);
  });

  it("lowers a floor only where no legacy system decides it", async () => {
    for (const [followsLegacy, expected] of [
      [true, 4_500],
      [false, 4_275],
    ] as const) {
      const { ports } = authApi();
      const since = ports.clock.now().getTime() - 300_000;
      await ports.answerFloors.replace({ version: 0, steps: [] }, [{ since, floorMs: 4_500 }]);
      const { call } = authApi({}, { ...ports, floor: { ...floor, followsLegacy } });
      await call(request);
      expect(await timeOf({ ports }, () => call(request))).toBe(expected);
    }
  });
});

it("a sign-in that succeeds does not wait, and does not read the floor", async () => {
  const { ports } = authApi();
  const answerFloors = {
    read: () => Promise.reject(new Error("the floor was read")),
    replace: () => Promise.reject(new Error("the floor was written")),
  };
  const api = slowApi({ signIn: session }, 150, { answerFloors });
  expect(await timeOf(api, () => api.call(request))).toBe(150);
  expect(ports.audit.events).toEqual([]);
});

describe("the other endpoints that send or check a code", () => {
  const ada = { email: "ada@example.com" };

  it.each([
    ["created", { signUp: { kind: "created", sub: "sub-1", confirmed: false } }],
    ["in use", { signUp: { kind: "exists" } }],
    ["of the legacy system", { signUp: { kind: "refused" } }],
    ["unavailable", { signUp: { kind: "unavailable" } }],
  ] as const)("a sign-up that is %s takes the time of the floor", async (_, seed) => {
    const api = slowApi(seed, 30);
    expect(await timeOf(api, () => api.call(jsonEvent(ROUTES.signUp, credentials)))).toBe(1_200);
  });

  it.each(["sent", "withheld"] as const)(
    "another code takes the time of the floor, if it is %s",
    async (resend) => {
      const api = slowApi({ resend }, 30);
      expect(await timeOf(api, () => api.call(jsonEvent(ROUTES.resend, ada)))).toBe(1_200);
    },
  );

  it("a wrong confirmation code takes the time of the floor, and the correct one does not", async () => {
    const api = slowApi({}, 30);
    const confirm = (code: string) => jsonEvent(ROUTES.confirm, { ...ada, code, password: PASSWORD });
    expect(await timeOf(api, () => api.call(confirm("000000")))).toBe(1_200);
    expect(await timeOf(api, () => api.call(confirm("123456")))).toBe(30);
  });

  it("a wrong reset code takes the time of the floor, and the correct one ends in the next second", async () => {
    const api = passwordApi({}, () => ({}), floor);
    const reset = (code: string) => api.reset({ ...ada, code, password: PASSWORD });
    expect(await timeOf(api, () => reset("000000"))).toBe(1_200);
    // At 1,200 ms of a second: the answer comes when that second is over.
    expect(await timeOf(api, () => reset("123456"))).toBe(800);
  });

  it("a wrong sign-in code takes the time of the floor", async () => {
    const api = challengeApi({}, () => ({}), floor);
    const verify = () => api.post("verifyCode", { code: "12345678" }, { cookies: ["__Host-challenge=x"] });
    expect(await timeOf(api, verify)).toBe(1_200);
  });

  it("a stage can turn the floor off", async () => {
    const api = slowApi({}, 30, { floor: { leastMs: 0, mostMs: 0, followsLegacy: true } });
    expect(await timeOf(api, () => api.call(request))).toBe(30);
  });
});
