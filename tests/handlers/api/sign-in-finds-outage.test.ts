/** The sign-in that finds an outage of the legacy system: its answer is that of every other wrong password. */
import { expect, it } from "@jest/globals";
import type { SignInAnswer } from "../../../shared/ports/index.js";
import { authApi, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";

it.each<SignInAnswer["kind"]>(["refused", "legacy_unavailable"])(
  "is 401 and then 503, where the pool says %s",
  async (kind) => {
    const { ports } = authApi();
    const signIn = async () => {
      // The trigger has reported the outage before the pool answers.
      await ports.outages.report("legacy");
      return { kind } as SignInAnswer;
    };
    const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, signIn } });
    const statuses: unknown[] = [];
    for (let made = 0; made < 3; made += 1)
      statuses.push(
        (await call(jsonEvent(ROUTES.signIn, credentials, { requestId: `request-${made}` }))).statusCode,
      );
    expect(statuses).toEqual([401, 503, 503]);
  },
);

it("a correct password that needs another step is not counted", async () => {
  const { ports } = authApi();
  let answer: SignInAnswer = { kind: "challenge", challenge: { kind: "totp", session: "s", username: "u" } };
  const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, signIn: async () => answer } });
  const statuses = new Set<unknown>();
  for (let made = 0; made < 15; made += 1) {
    const { statusCode } = await call(
      jsonEvent(ROUTES.signIn, credentials, { requestId: `request-${made}` }),
    );
    statuses.add(statusCode);
  }
  expect([...statuses]).toEqual([200]);
  answer = { kind: "refused" };
  expect((await call(jsonEvent(ROUTES.signIn, credentials, { requestId: "last" }))).statusCode).toBe(401);
});
