import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { packageService } from "../../local/packaging/package-service.js";
import type { RunningStack } from "../../local/stack/index.js";
import { describedRoutes, undescribed } from "../support/openapi.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

const send = async (route: string, init: { body?: unknown; headers?: Record<string, string> } = {}) => {
  const [method = "", path = ""] = route.split(" ");
  const response = await fetch(`${stack.describe().urls.site}${path}`, {
    method,
    headers: { ...(method === "POST" && { "content-type": "application/json" }), ...init.headers },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>),
    cookie: response.headers.getSetCookie()[0]?.split(";")[0] ?? "",
  };
};

it("describes every route that is deployed, and no other", async () => {
  const { template } = await packageService(join(import.meta.dirname, "..", ".."));
  const { Resources } = JSON.parse(await readFile(template, "utf8")) as {
    Resources: Record<string, { Type: string; Properties: { RouteKey: string } }>;
  };
  const deployed = Object.values(Resources)
    .filter(({ Type }) => Type === "AWS::ApiGatewayV2::Route")
    .map(({ Properties }) => Properties.RouteKey)
    .filter((key) => !key.endsWith("{proxy+}"));
  expect(describedRoutes().sort()).toEqual(deployed.sort());
});

it("describes the answers of every endpoint, successes and errors", async () => {
  const user = { email: "described@example.com", password: "Described-1!" };
  const seen: [string, Awaited<ReturnType<typeof send>>][] = [];
  const call = async (route: string, init?: Parameters<typeof send>[1]) => {
    const answer = await send(route, init);
    seen.push([route, answer]);
    return answer;
  };
  const { cookie: signedUp } = await call("POST /api/account/signup", { body: user });
  await call("POST /api/account/signup", { body: { ...user, password: "weak" } });
  await call("POST /api/account/resend", { body: { email: user.email } });
  await call("POST /api/account/signin", { body: user });
  await call("POST /api/account/signin", { body: user, headers: { cookie: signedUp } });
  const code = stack.inbox.list({ to: user.email })[0]?.code;
  await call("POST /api/account/confirm", { body: { ...user, code: "0000" } });
  await call("POST /api/account/confirm", { body: { ...user, code } });
  const session = await call("POST /api/account/signin", { body: user });
  const bearer = { authorization: `Bearer ${String(session.body?.access_token)}` };
  await call("GET /api/account/me", { headers: bearer });
  await call("GET /api/account/me", { headers: { ...bearer, "x-account-id": "acct_globex" } });
  await call("GET /api/account/me");
  const asked = await call("POST /api/account/signin/code", { body: { email: user.email } });
  const mailed = /\b\d{8}\b/.exec(stack.inbox.list({ to: user.email })[0]?.body ?? "")?.[0];
  const cookie = asked.cookie;
  await call("POST /api/account/signin/code/verify", { body: { code: "00000000" }, headers: { cookie } });
  await call("POST /api/account/signin/code/verify", { body: { code: mailed }, headers: { cookie } });
  await call("POST /api/account/signin/link", { body: { email: user.email } });
  await call("POST /api/account/signin/link/verify", { body: { token: "no-token" } });
  const proving = await call("POST /api/account/step-up", { body: { purpose: "test" }, headers: bearer });
  const proof = /\b\d{8}\b/.exec(stack.inbox.list({ to: user.email })[0]?.body ?? "")?.[0];
  await call("POST /api/account/step-up/verify", {
    body: { code: proof },
    headers: { ...bearer, cookie: proving.cookie },
  });
  await call("POST /api/account/step-up", { body: { purpose: "test" } });
  await call("POST /api/account/forgot", { body: { email: user.email } });
  await call("POST /api/account/reset", { body: { ...user, code: "0000" } });
  const renewed = await call("POST /api/account/refresh", {
    body: { refresh_token: session.body?.refresh_token },
  });
  await call("POST /api/account/signout", {
    body: { refresh_token: renewed.body?.refresh_token },
    headers: bearer,
  });
  await call("POST /api/account/refresh", { body: { refresh_token: renewed.body?.refresh_token } });
  const page = { "x-csrf": "1", "sec-fetch-site": "same-origin" };
  await call("GET /api/account/session");
  const shown = await call("POST /api/account/signin", { body: user, headers: page });
  await call("GET /api/account/session", { headers: { cookie: shown.cookie } });
  await call("POST /api/account/refresh", { body: {}, headers: { cookie: shown.cookie } });
  await call("POST /api/account/refresh", { body: {}, headers: { ...page, cookie: shown.cookie } });
  await call("POST /api/account/signout", { body: {}, headers: { ...page, cookie: shown.cookie } });
  const reset = stack.inbox.list({ to: user.email })[0]?.code;
  await call("POST /api/account/reset", { body: { ...user, code: reset } });

  expect(seen.map(([route, { status }]) => `${route} ${status}`)).toEqual([
    "POST /api/account/signup 202",
    "POST /api/account/signup 400",
    "POST /api/account/resend 202",
    "POST /api/account/signin 401",
    "POST /api/account/signin 403",
    "POST /api/account/confirm 400",
    "POST /api/account/confirm 200",
    "POST /api/account/signin 200",
    "GET /api/account/me 200",
    "GET /api/account/me 403",
    "GET /api/account/me 401",
    "POST /api/account/signin/code 202",
    "POST /api/account/signin/code/verify 400",
    "POST /api/account/signin/code/verify 200",
    "POST /api/account/signin/link 202",
    "POST /api/account/signin/link/verify 400",
    "POST /api/account/step-up 202",
    "POST /api/account/step-up/verify 200",
    "POST /api/account/step-up 401",
    "POST /api/account/forgot 202",
    "POST /api/account/reset 400",
    "POST /api/account/refresh 200",
    "POST /api/account/signout 204",
    "POST /api/account/refresh 401",
    "GET /api/account/session 200",
    "POST /api/account/signin 200",
    "GET /api/account/session 200",
    "POST /api/account/refresh 403",
    "POST /api/account/refresh 200",
    "POST /api/account/signout 204",
    "POST /api/account/reset 200",
  ]);
  for (const [route, answer] of seen) expect([route, undescribed(route, answer)]).toEqual([route, []]);
});
