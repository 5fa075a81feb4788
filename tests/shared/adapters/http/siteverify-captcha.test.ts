import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  sendJson,
  startServer,
  type TestServer,
} from "../../../../packages/local-aws/tests/support/http-server.js";
import { noCaptcha, siteverifyCaptcha } from "../../../../shared/adapters/http/siteverify-captcha.js";
import { asyncDeadline } from "../../../../shared/adapters/node/async-deadline.js";
import { AuthError } from "../../../../shared/domain/errors.js";
import { Secret } from "../../../../shared/domain/secret.js";
import { SUB } from "../../../support/users.js";

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const deadline = asyncDeadline();
const secrets = { value: async () => new Secret("site-c4nary") };

const service = async (answer: (response: ServerResponse) => void) => {
  const server = await startServer((_, response) => answer(response));
  servers.push(server);
  return {
    server,
    captcha: siteverifyCaptcha({ url: `${server.url}/siteverify`, secret: "n" }, secrets, deadline),
  };
};
const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    sendJson(response, status, body);
const verdictOf = async (answer: (response: ServerResponse) => void, token: string | undefined = "token") =>
  (await service(answer)).captcha.verify(token, SUB);

it("asks by form, with the secret key, and with a key that is the same for repeated deliveries", async () => {
  const { server, captcha } = await service(json({ success: true }));
  expect(await captcha.verify("t0ken&secret=x", SUB)).toBe("passed");
  expect(server.seen).toMatchObject([{ method: "POST", path: "/siteverify" }]);
  expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({
    secret: "site-c4nary",
    response: "t0ken&secret=x",
    idempotency_key: SUB,
  });
  expect(server.seen[0]?.headers["content-type"]).toContain("application/x-www-form-urlencoded");
});

it("sends no such key where a pool names its users otherwise", async () => {
  const { server, captcha } = await service(json({ success: true }));
  await captcha.verify("token", "ada");
  expect(server.seen[0]?.body).not.toContain("idempotency_key");
});

describe("the answer", () => {
  it.each([
    [{ success: true, "error-codes": [], challenge_ts: "2025-01-01T00:00:00Z", hostname: "x" }, "passed"],
    [{ success: true, score: 0.5, action: "signup" }, "passed"],
    [{ success: true, score: 0.4 }, "refused"],
    [{ success: true, score: null }, "passed"],
    [{ success: false, "error-codes": ["invalid-input-response"] }, "refused"],
    [{ success: false, "error-codes": ["timeout-or-duplicate"] }, "refused"],
    [{ success: false }, "refused"],
    [{ success: false, "error-codes": ["invalid-input-secret"] }, "unavailable"],
    [{ success: false, "error-codes": ["internal-error"] }, "unavailable"],
    [{ success: "true" }, "unavailable"],
    [[true], "unavailable"],
    [{}, "unavailable"],
  ])("%j is %s", async (body, kind) => {
    expect(await verdictOf(json(body))).toBe(kind);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["a page", (response) => response.end("<html>")],
    ["nothing", (response) => response.end()],
    ["a dropped line", (response) => response.destroy()],
    ["a redirect", (response) => response.writeHead(302, { location: "/other" }).end()],
    ["too much", (response) => response.end(JSON.stringify({ success: true, x: "x".repeat(20_000) }))],
  ])("%s is unavailable, never a pass", async (_, answer) => {
    expect(await verdictOf(answer)).toBe("unavailable");
  });
});

it.each([undefined, "", "x".repeat(2049)])(
  "a token like %p is refused, and no service is called",
  async (token) => {
    const { server, captcha } = await service(json({ success: true }));
    expect(await captcha.verify(token, SUB)).toBe("refused");
    expect(server.seen).toEqual([]);
  },
);

it("is unavailable when its secret cannot be had", async () => {
  const failing = { value: () => Promise.reject(new AuthError("temporarily_unavailable")) };
  const captcha = siteverifyCaptcha({ url: "http://127.0.0.1:9/", secret: "n" }, failing, deadline);
  expect(await captcha.verify("token", SUB)).toBe("unavailable");
});

it("leaves the rest of the work its time: a service that hangs is unavailable before the deadline", async () => {
  const { captcha } = await service(() => undefined);
  const answer = await deadline.within(2_000, async () => [
    await captcha.verify("token", SUB),
    deadline.remainingMs() > 1_000,
  ]);
  expect(answer).toEqual(["unavailable", true]);
  expect(await deadline.within(1_000, () => captcha.verify("token", SUB))).toBe("unavailable");
});

it("without a captcha service every request passes, with or without a token", async () => {
  expect(await noCaptcha().verify(undefined, SUB)).toBe("passed");
});
