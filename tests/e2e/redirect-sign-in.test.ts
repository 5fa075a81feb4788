/** Sign-in by redirect on the whole stack, through the local Google, with a strict cookie jar. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { type Browser, browserOf } from "./browser.js";
import { GOOGLE } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let site: string;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  site = stack.describe().urls.site;
}, 120_000);
afterAll(() => stop());

const SESSION = "__Host-Http-session";
const locationOf = (response: Response): string => response.headers.get("location") ?? "";
const begin = (browser: Browser, query = "") => browser.open(`${site}/auth/signin?provider=Google${query}`);

/** Follows redirects from the site over the pool and Google, signs in there, up to the callback of the site. */
const atCallback = async (browser: Browser, user: string, from: Response): Promise<string> => {
  let at = locationOf(from);
  while (!at.startsWith(`${site}/auth/signin/callback`)) {
    const answer = await browser.open(at);
    const next = locationOf(answer);
    at = next === "" ? await browser.submit(at, { user }) : new URL(next, at).href;
  }
  return at;
};
/** The last answer of the site: the pool's error for a user whom it has just linked is repeated once. */
const signedInBy = async (browser: Browser, user: string, query = ""): Promise<Response> => {
  const back = await browser.open(await atCallback(browser, user, await begin(browser, query)));
  if (!locationOf(back).includes("/oauth2/authorize")) return back;
  return browser.open(await atCallback(browser, user, back));
};

describe("sign-in with Google", () => {
  it("ends at the return target with a session in a cookie, and no token", async () => {
    const browser = browserOf(site);
    const back = await signedInBy(browser, GOOGLE.ada, "&return_to=/%3Ffrom%3Dgoogle&remember=true");
    expect([back.status, locationOf(back)]).toEqual([303, `${site}/?from=google`]);
    expect(back.headers.getSetCookie().join()).not.toContain("eyJ");
    expect((await browser.call("GET", "/api/account/session")).body).toMatchObject({
      status: "signed_in",
      session: { email: "ada@example.com", remembered: true },
    });
    expect((await browser.call("POST", "/api/account/refresh", {})).status).toBe(200);
    const names = (await browser.jar.getCookies(site)).map(({ key }) => key);
    expect(names.toSorted()).toEqual([SESSION, "__Host-device"].toSorted());
  });

  it("links a user who signed in with the password before, and retries once", async () => {
    const browser = browserOf(site);
    const own = { email: "margaret@example.com", password: "Brand-New-1!" };
    await browser.call("POST", "/api/account/signup", own);
    const { code } = await stack.inbox.waitFor(({ to }) => to === own.email, 30_000);
    await browser.call("POST", "/api/account/confirm", { ...own, code });
    const first = await browser.call("POST", "/api/account/signin", own);
    const { user_id: userId } = first.body.session as { user_id: string };
    const other = browserOf(site);
    expect((await signedInBy(other, GOOGLE.margaret)).status).toBe(303);
    expect((await other.call("GET", "/api/account/session")).body).toMatchObject({
      session: { user_id: userId },
    });
  });

  it("of a user whose address Google has not verified ends on the page for errors", async () => {
    const browser = browserOf(site);
    const back = await signedInBy(browser, GOOGLE.grace);
    expect(locationOf(back)).toMatch(
      new RegExp(`^${site}/sign-in-failed\\?error=federation_refused&request_id=[\\w=%-]+$`),
    );
    expect(await browser.cookie(SESSION)).toBeUndefined();
  });
});

describe("a return", () => {
  const failed = (back: Response) => new URL(locationOf(back)).searchParams.get("error");

  it("counts once, in the browser that left", async () => {
    const [browser, thief] = [browserOf(site), browserOf(site)];
    const callback = await atCallback(browser, GOOGLE.ada, await begin(browser));
    expect(failed(await thief.open(callback))).toBe("session_expired");
    const both = await Promise.all([browser.open(callback), browser.open(callback)]);
    expect(both.map((back) => failed(back) ?? "signed in").toSorted()).toEqual([
      "session_expired",
      "signed in",
    ]);
    expect(failed(await browser.open(callback))).toBe("session_expired");
  });

  it.each<[string, (url: URL, other: URL) => void, string]>([
    ["another state", (url) => url.searchParams.set("state", "x".repeat(43)), "session_expired"],
    ["no state", (url) => url.searchParams.delete("state"), "invalid_request"],
    ["another code", (url) => url.searchParams.set("code", "invented"), "session_expired"],
    [
      "the code of another transaction of the same browser",
      (url, other) => url.searchParams.set("code", other.searchParams.get("code") ?? ""),
      "session_expired",
    ],
    ["no code", (url) => url.searchParams.delete("code"), "federation_refused"],
  ])("with %s is refused", async (_, change, error) => {
    const browser = browserOf(site);
    const [one, two] = [
      new URL(await atCallback(browser, GOOGLE.ada, await begin(browser))),
      new URL(await atCallback(browser, GOOGLE.ada, await begin(browser))),
    ];
    change(one, two);
    expect(failed(await browser.open(one.href))).toBe(error);
    expect(await browser.cookie(SESSION)).toBeUndefined();
  });

  it("of one of many tabs finds its own transaction", async () => {
    const browser = browserOf(site);
    const left = [await begin(browser), await begin(browser), await begin(browser)];
    const back = await browser.open(await atCallback(browser, GOOGLE.ada, left[1] as Response));
    expect(locationOf(back)).toBe(`${site}/`);
    for (let more = 0; more < 12; more += 1) await begin(browser);
    const kept = (await browser.jar.getCookies(site)).filter(({ key }) => key.includes("redirect"));
    expect(kept.length).toBeLessThanOrEqual(6);
  });
});

it("a sign-out is a form of the site, and ends the pool's session of the browser, too", async () => {
  const browser = browserOf(site);
  await signedInBy(browser, GOOGLE.ada);
  const shown = await browser.open(`${site}/auth/signout`);
  expect(await shown.text()).toContain('<form method="post" action="/auth/signout">');
  expect((await browser.call("GET", "/api/account/session")).body.status).toBe("signed_in");
  for (const from of ["cross-site", "same-site", "none"]) {
    const forged = await browser.form("/auth/signout", { "sec-fetch-site": from });
    expect(locationOf(forged)).toContain("error=cross_site");
  }
  expect((await browser.call("GET", "/api/account/session")).body.status).toBe("signed_in");
  const out = await browser.form("/auth/signout", { "sec-fetch-site": "same-origin" });
  expect([out.status, locationOf(out)]).toEqual([303, expect.stringContaining("/logout?client_id=")]);
  expect(await browser.cookie(SESSION)).toBeUndefined();
  expect(locationOf(await browser.open(locationOf(out)))).toBe(`${site}/`);
});
