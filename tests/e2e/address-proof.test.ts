/** A provider that proves no addresses, on the whole stack: its user enters a mailed code, once and for all. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { type Browser, browserOf } from "./browser.js";
import { GOOGLE } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";

const LOOSE = { name: "Loose", type: "OIDC", clientId: "loose-client", issuer: "https://loose.example" };

let stack: RunningStack;
let stop: () => Promise<void>;
let site: string;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack({ identityProviders: JSON.stringify([LOOSE]) }));
  site = stack.describe().urls.site;
}, 240_000);
afterAll(() => stop());

const CODE_PATH = "/auth/signin/proof";
const FROM_SITE = { "sec-fetch-site": "same-origin" };
const locationOf = (response: Response): string => response.headers.get("location") ?? "";
const begin = async (browser: Browser): Promise<string> =>
  locationOf(await browser.open(`${site}/auth/signin?provider=Loose&return_to=/m`));
/** To the provider, as that user, and to the site's answer to the callback; the pool's error after a link is repeated once. */
const through = async (browser: Browser, user: string, from: string): Promise<Response> => {
  let at = from;
  for (;;) {
    const answer = await browser.open(at);
    const next = locationOf(answer);
    if (at.startsWith(`${site}/auth/signin/callback`) && !next.includes("/oauth2/authorize")) return answer;
    at = next === "" ? await browser.submit(at, { user }) : new URL(next, at).href;
  }
};
const session = async (browser: Browser) => (await browser.call("GET", "/api/account/session")).body;
const mailed = (email: string) =>
  stack.inbox.waitFor(({ to, code }) => to === email && code !== undefined, 30_000);
const continued = async (proved: Response): Promise<string> => {
  const [, href = ""] = /<a href="([^"]+)">/.exec(await proved.text()) ?? [];
  return href.replaceAll("&amp;", "&");
};

it("a user enters the mailed code, and is signed in then and later without one", async () => {
  const browser = browserOf(site);
  const asked = await through(browser, GOOGLE.ada, await begin(browser));
  expect([asked.status, locationOf(asked)]).toEqual([303, `${site}${CODE_PATH}`]);
  expect(await session(browser)).toEqual({ status: "signed_out" });
  const { code = "" } = await mailed("ada@example.com");

  const wrong = await browser.form(CODE_PATH, FROM_SITE, {
    code: code === "00000000" ? "00000001" : "00000000",
  });
  expect(locationOf(wrong)).toBe(`${site}${CODE_PATH}?error=invalid_code`);
  expect(await (await browser.open(locationOf(wrong))).text()).toContain('role="alert"');
  const elsewhere = await browserOf(site).form(CODE_PATH, FROM_SITE, { code });
  expect(locationOf(elsewhere)).toContain("/sign-in-failed?error=session_expired");

  const proved = await browser.form(CODE_PATH, FROM_SITE, { code });
  expect(proved.status).toBe(200);
  expect(locationOf(await through(browser, GOOGLE.ada, await continued(proved)))).toBe(`${site}/m`);
  expect(await session(browser)).toMatchObject({ session: { email: "ada@example.com" } });

  const later = browserOf(site);
  expect(locationOf(await through(later, GOOGLE.ada, await begin(later)))).toBe(`${site}/m`);
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  const types = events.map((event) => event["detail-type"]);
  expect(types.filter((type) => type === "federation.address_proved")).toHaveLength(1);
});

it("a user of the pool is linked after the code alone, and keeps the user id", async () => {
  const own = { email: "margaret@example.com", password: "Brand-New-1!" };
  const native = browserOf(site);
  await native.call("POST", "/api/account/signup", own);
  const { code: confirming } = await mailed(own.email);
  await native.call("POST", "/api/account/confirm", { ...own, code: confirming });
  const { user_id: userId } = (await native.call("POST", "/api/account/signin", own)).body.session as {
    user_id: string;
  };
  const [{ id: last } = { id: 0 }] = stack.inbox.list();

  const browser = browserOf(site);
  await through(browser, GOOGLE.margaret, await begin(browser));
  const sent = stack.inbox.list().filter(({ id, code }) => id > last && code !== undefined);
  expect(sent.map(({ to }) => to)).toEqual([own.email]);
  expect(await session(browser)).toEqual({ status: "signed_out" });
  const proved = await browser.form(CODE_PATH, FROM_SITE, { code: sent[0]?.code ?? "" });
  await through(browser, GOOGLE.margaret, await continued(proved));
  expect(await session(browser)).toMatchObject({ session: { user_id: userId } });
});
