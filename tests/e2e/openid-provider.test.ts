/** A provider of a customer, by one setting: home-realm discovery, its own domains alone, and a session in a cookie. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { type Browser, browserOf } from "./browser.js";
import { GOOGLE } from "./google-sign-in.js";
import { startOwnStack } from "./own-stack.js";

const PROVIDERS = [
  {
    name: "Okta",
    type: "OIDC",
    clientId: "okta-client",
    issuer: "https://example.okta.com",
    domains: ["example.com"],
  },
  {
    name: "Corp",
    type: "OIDC",
    clientId: "corp-client",
    issuer: "https://login.corp.example",
    domains: ["corp.example"],
  },
];

let stack: RunningStack;
let stop: () => Promise<void>;
let site: string;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack({ identityProviders: JSON.stringify(PROVIDERS) }));
  site = stack.describe().urls.site;
}, 240_000);
afterAll(() => stop());

const locationOf = (response: Response): string => response.headers.get("location") ?? "";
/** Signs in at the provider to which the site leads. Returns the last answer of the site, and the page of the provider. */
const signedIn = async (browser: Browser, query: string, user: string) => {
  let provider = "";
  let at = locationOf(await browser.open(`${site}/auth/signin?${query}`));
  for (;;) {
    const answer = await browser.open(at);
    const next = locationOf(answer);
    if (at.startsWith(`${site}/auth/signin/callback`) && !next.includes("/oauth2/authorize"))
      return { answer, provider };
    if (next === "") provider = (await answer.text()).match(/<title>([^<]*)/)?.[1] ?? "";
    at = next === "" ? await browser.submit(at, { user }) : new URL(next, at).href;
  }
};

it("an address leads to the provider of its domain, which signs its user in", async () => {
  const browser = browserOf(site);
  const { answer, provider } = await signedIn(
    browser,
    "email=ADA%40Example.com&return_to=/%3Ffrom%3Dokta",
    GOOGLE.ada,
  );
  expect([provider, answer.status, locationOf(answer)]).toEqual(["Local Okta", 303, `${site}/?from=okta`]);
  expect((await browser.call("GET", "/api/account/session")).body).toMatchObject({
    status: "signed_in",
    session: { email: "ada@example.com" },
  });
});

it("a provider signs in no user of another domain, whatever it says of the address", async () => {
  const browser = browserOf(site);
  const { answer, provider } = await signedIn(browser, "email=somebody%40corp.example", GOOGLE.margaret);
  expect(provider).toBe("Local Corp");
  const { pathname, searchParams } = new URL(locationOf(answer));
  expect([pathname, searchParams.get("error")]).toEqual(["/sign-in-failed", "federation_refused"]);
  expect((await browser.call("GET", "/api/account/session")).body).toEqual({ status: "signed_out" });
});

it("an address without a provider, and none at all, lead to the pool's own page", async () => {
  for (const query of ["email=somebody%40elsewhere.example", ""]) {
    const url = new URL(locationOf(await browserOf(site).open(`${site}/auth/signin?${query}`)));
    expect(url.searchParams.has("identity_provider") || url.searchParams.has("idp_identifier")).toBe(false);
  }
});
