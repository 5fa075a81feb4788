/** The endpoints of codes, links and step-up, from HTTP through the real pool adapter and the local Cognito to the triggers. */
import { afterEach, describe, expect, it } from "@jest/globals";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import {
  givenUser,
  poolId,
  startWorld,
  type World,
  webId,
} from "../../packages/local-aws/tests/user-pool/world.js";
import { signedAwsJson } from "../../shared/adapters/aws/signed-json.js";
import { cognitoClientSecret } from "../../shared/adapters/cognito/client-secret.js";
import { COGNITO } from "../../shared/adapters/cognito/pool-directory.js";
import { publicCalls } from "../../shared/adapters/cognito/public-calls.js";
import { cognitoUserPool } from "../../shared/adapters/cognito/user-pool.js";
import { asyncDeadline } from "../../shared/adapters/node/async-deadline.js";
import { spendStepUp } from "../../shared/flows/challenge/step-up.js";
import { type MemoryPorts, memoryPorts } from "../../shared/memory/ports.js";
import { bodyOf } from "../support/auth-api.js";
import { challengeApi, cookieOf } from "../support/challenge-api.js";
import { codeIn, linkIn } from "../support/challenge-story.js";
import type { SampleEvent } from "../support/sample-event.js";
import { TRIGGERS } from "../support/triggers.js";
import { profileOf } from "../support/users.js";

let world: World;
afterEach(() => world.close());

const start = async () => {
  const shared: { ports: MemoryPorts } = { ports: memoryPorts() };
  const run = (name: keyof typeof TRIGGERS) => (event: unknown) =>
    TRIGGERS[name](shared.ports)(event as SampleEvent);
  world = await startWorld({
    client: { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"], PreventUserExistenceErrors: "ENABLED" },
    triggers: {
      PreAuthentication: run("pre-authentication"),
      DefineAuthChallenge: run("define-auth-challenge"),
      CreateAuthChallenge: run("create-auth-challenge"),
      VerifyAuthChallengeResponse: run("verify-auth-challenge-response"),
    },
  });
  const { cognito: client, running } = world;
  const limits = { connectionTimeout: 5_000, requestTimeout: 20_000, attempts: 1 };
  const service = { ...COGNITO, endpoint: running.url };
  const call = publicCalls(signedAwsJson(service, { region: "us-east-1" }, limits, asyncDeadline()));
  const userPool = cognitoUserPool({
    ...{ client, call },
    userPoolId: poolId,
    clientId: webId,
    metrics: shared.ports.metrics,
    secret: cognitoClientSecret(client, { userPoolId: poolId, clientId: webId }),
  });
  const api = challengeApi({ now: new Date().toISOString() }, () => ({ userPool }));
  shared.ports = api.ports;
  const user = await givenUser(world);
  api.ports.directory.profiles.set("usr_ada", profileOf({ sub: user.username, email: user.email }));
  return { ...api, ...user };
};

const seen = ({ statusCode, headers, body, cookies = [] }: APIGatewayProxyStructuredResultV2) => ({
  statusCode,
  headers,
  body: body?.replace(/"request_id":"[^"]*"/, ""),
  cookies: cookies.map((cookie) => cookie.replace(/[0-9a-f]{32}/, "…")),
});

describe("over HTTP", () => {
  it("a user signs in with the code in their mail, at the second attempt", async () => {
    const { post, ports, email } = await start();
    const cookies = [cookieOf(await post("code", { email, language: "fr" }))];
    expect(JSON.stringify(ports.messenger.sent)).toContain('lang=\\"fr\\"');
    const code = codeIn(ports);
    expect((await post("verifyCode", { code: "00000000" }, { cookies })).statusCode).toBe(400);
    const answer = await post("verifyCode", { code }, { cookies, requestId: "request-2" });
    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer).access_token).toMatch(/^eyJ/);
    expect((await post("verifyCode", { code }, { cookies, requestId: "request-3" })).statusCode).toBe(400);
    expect(ports.audit.events.map(({ type }) => type)).toEqual([
      "challenge.sent",
      "challenge.failed",
      "signin.failed",
      "challenge.passed",
      "signin.succeeded",
      "signin.failed",
    ]);
  });

  it("a link signs in only the browser that requested it", async () => {
    const { post, ports, email } = await start();
    const cookies = [cookieOf(await post("link", { email }))];
    const token = linkIn(ports);
    const thief = [cookieOf(await post("link", { email: "thief@example.com" }))];
    expect((await post("verifyLink", { token }, { cookies: thief })).statusCode).toBe(400);
    expect((await post("verifyLink", { token })).statusCode).toBe(400);
    expect((await post("verifyLink", { token }, { cookies })).statusCode).toBe(200);
  });

  it("a known user cannot be distinguished from an unknown or a suspended one", async () => {
    const { post, ports, email } = await start();
    const suspended = await givenUser(world, { email: "prrsan@example.com" });
    const profile = profileOf({ userId: "usr_s", sub: suspended.username, status: "SUSPENDED" });
    ports.directory.profiles.set("usr_s", profile);
    const knownBySub = ports.directory.userIdBySub;
    ports.directory.userIdBySub = async (sub) => (sub === suspended.username ? "usr_s" : knownBySub(sub));
    const play = async (typed: string) => {
      const begun = await post("code", { email: typed });
      const cookies = [cookieOf(begun)];
      const wrong = () => post("verifyCode", { code: "00000000" }, { cookies });
      return [begun, await wrong(), await wrong(), await wrong(), await wrong()].map(seen);
    };
    const [otherUser, unknownUser, kept] = [
      await play(email),
      await play("pnobod@example.com"),
      await play(suspended.email),
    ];
    expect(unknownUser).toEqual(otherUser);
    expect(kept).toEqual(otherUser);
    expect(ports.messenger.sent.map(({ to }) => to)).toEqual([email]);
  });

  it("a signed-in user completes a step-up, which permits one action", async () => {
    const { post, ports, email, username } = await start();
    const principal = { sub: username, username, sessionId: "session-1", userId: "usr_ada" };
    ports.tokens.verify = async () => ({
      kind: "valid",
      principal: {
        ...principal,
        clientId: webId,
        jti: "jti-1",
        scopes: [],
        activeAccountId: "acc-1",
        authenticatedAtSeconds: 0,
        expiresAtSeconds: 0,
      },
    });
    const headers = { authorization: "Bearer token" };
    const begun = await post("stepUp", { purpose: "close-account" }, { headers });
    expect(ports.messenger.sent).toMatchObject([
      { to: email, subject: expect.stringContaining("security code") },
    ]);
    const done = await post("verifyStepUp", { code: codeIn(ports) }, { headers, cookies: [cookieOf(begun)] });
    expect(bodyOf(done)).toEqual({
      ...{ status: "confirmed", purpose: "close-account" },
      ...{ account_id: "acc-1", expires_in: 300 },
    });
    const spent = { principal, purpose: "close-account", systemAccountId: "acc-1" };
    await spendStepUp(ports, { ...spent, act: "request-9" });
    await expect(spendStepUp(ports, { ...spent, act: "request-10" })).rejects.toMatchObject({
      code: "step_up_required",
    });
    expect(ports.audit.events.map(({ type }) => type)).toEqual([
      "challenge.sent",
      "challenge.passed",
      "stepup.completed",
      "ticket.consumed",
    ]);
  });
});
