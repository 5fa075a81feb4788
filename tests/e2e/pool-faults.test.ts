/**
 * Cognito throttles, fails, or answers too late at each step of a session: every answer is one of the documented ones,
 * and the same request succeeds afterwards.
 */
import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import type { Answer } from "../../local/story/api.js";
import { castLegacyActor } from "../../local/story/cast.js";
import type { FaultInput } from "../../packages/local-aws/src/user-pool/faults.js";
import { type Browser, browserOf } from "./browser.js";
import { startOwnStack } from "./own-stack.js";
import { poolCaller } from "./pool-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());
afterEach(() => withFaults());

const withFaults = async (...faults: readonly FaultInput[]): Promise<void> => {
  const answer = await fetch(`${stack.describe().urls.cognito}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  expect(answer.status).toBe(200);
};

type Step = {
  /** The operation of Cognito that the step calls. */
  readonly operation: string;
  prepare(browser: Browser): Promise<() => Promise<Answer>>;
  /** What the user does if the work is done and the pool's session is used up. Without it, the same again. */
  recover?(browser: Browser): Promise<Answer>;
};
const post = (browser: Browser, path: string, body: object) =>
  browser.call("POST", `/api/account/${path}`, body);
const migrated = async (browser: Browser) => {
  const { email, password } = await castLegacyActor(stack.describe());
  const credentials = { email, password };
  expect((await post(browser, "signin", credentials)).body.status).toBe("signed_in");
  return credentials;
};
/** Without the headers of a page, as an application that holds its tokens. */
const asApplication = (path: string, body: object): Promise<Answer> =>
  browserOf(stack.describe().urls.site).call("POST", `/api/account/${path}`, body, {
    "sec-fetch-site": "cross-site",
    origin: "https://app.example.org",
  });

let made = 0;
const STEPS: Readonly<Record<string, Step>> = {
  "sign-in": {
    operation: "InitiateAuth",
    prepare: async (browser) => {
      const credentials = await migrated(browser);
      return () => post(browser, "signin", credentials);
    },
  },
  challenge: {
    operation: "RespondToAuthChallenge",
    prepare: async (browser) => {
      made += 1;
      const email = `made-${made}@example.com`;
      const { cognito } = await poolCaller(stack);
      await cognito.send(
        new AdminCreateUserCommand({
          ...{ UserPoolId: stack.describe().pool.id, Username: email, MessageAction: "SUPPRESS" },
          TemporaryPassword: "Temporary-1!",
          UserAttributes: [
            { Name: "email", Value: email },
            { Name: "email_verified", Value: "true" },
          ],
        }),
      );
      cognito.destroy();
      await post(browser, "signin", { email, password: "Temporary-1!" });
      return () => post(browser, "challenge", { new_password: "Brand-New-1!" });
    },
    recover: (browser) =>
      post(browser, "signin", { email: `made-${made}@example.com`, password: "Brand-New-1!" }),
  },
  "refresh of a browser": {
    operation: "GetTokensFromRefreshToken",
    prepare: async (browser) => {
      await migrated(browser);
      return () => post(browser, "refresh", {});
    },
  },
  "refresh of an application": {
    operation: "GetTokensFromRefreshToken",
    prepare: async (browser) => {
      const credentials = await migrated(browser);
      const { body } = await asApplication("signin", { ...credentials, session: "token" });
      return () => asApplication("refresh", { refresh_token: body.refresh_token });
    },
  },
};
const DOCUMENTED = ["too_many_requests", "temporarily_unavailable"];

describe.each(Object.entries(STEPS))("%s", (_, { operation, prepare, recover }) => {
  it.each<[string, FaultInput]>([
    ["throttles", { fault: "throttled", operation }],
    ["fails", { fault: "operation-fails", operation }],
  ])(
    "while Cognito %s gets a documented answer, and succeeds afterwards",
    async (_fault, fault) => {
      const send = await prepare(browserOf(stack.describe().urls.site));
      await withFaults(fault);
      const refused = await send();
      expect([429, 503]).toContain(refused.status);
      expect(DOCUMENTED).toContain(refused.body.code);
      expect((await send()).status).toBe(200);
    },
    60_000,
  );

  it("while a trigger is slow succeeds afterwards", async () => {
    const browser = browserOf(stack.describe().urls.site);
    const send = await prepare(browser);
    await withFaults({ fault: "trigger-slow", trigger: "PreTokenGeneration", delayMs: 6_000 });
    const late = await send();
    expect([200, 503]).toContain(late.status);
    if (late.status === 503) expect(late.body.code).toBe("temporarily_unavailable");
    expect((await (recover?.(browser) ?? send())).status).toBe(200);
  }, 60_000);
});

describe("an answer of Cognito that is lost", () => {
  it.each(["sign-in", "refresh of a browser", "refresh of an application"])(
    "at a %s costs nothing: the same request succeeds",
    async (name) => {
      const step = STEPS[name];
      if (step === undefined) throw new Error(`no step ${name}`);
      const send = await step.prepare(browserOf(stack.describe().urls.site));
      await withFaults({ fault: "operation-fails", operation: step.operation, ran: true });
      expect((await send()).status).toBe(503);
      expect((await send()).status).toBe(200);
      expect((await send()).status).toBe(200);
    },
    60_000,
  );
});

it.each(["AdminUserGlobalSignOut", "RevokeToken"])(
  "a sign-out while %s fails ends the session here, and is completed by the next one",
  async (operation) => {
    const browser = browserOf(stack.describe().urls.site);
    await migrated(browser);
    const held = await browser.jar.getCookieString(stack.describe().urls.site);
    await withFaults({ fault: "operation-fails", operation });
    const first = await post(browser, "signout", {});
    expect([204, 503]).toContain(first.status);
    const session = await browser.call("GET", "/api/account/session", undefined, { cookie: held });
    expect(session.body).toEqual({ status: "signed_out" });
    expect((await browser.call("POST", "/api/account/signout", {}, { cookie: held })).status).toBe(204);
  },
  60_000,
);
