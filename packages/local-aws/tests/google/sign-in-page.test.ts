/** The page of the local Google, and what of the outside it does not answer. */
import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type Google, startGoogle } from "../../src/google/index.js";
import { Browser, locationOf } from "../user-pool/oauth/browser.js";

const path = "/pool/oauth2/idpresponse";
const mallory = { sub: "1", email: "m@example.com", emailVerified: true, name: "<b>Mallory</b>" };

let google: Google;
beforeAll(async () => {
  const clients = [{ id: "app", secret: "s", callbackPaths: [path] }];
  google = await startGoogle({ clients, users: [mallory] });
});
afterAll(() => google.close());

const authorizeUrl = (more: Record<string, string> = {}) =>
  `${google.url}/auth?${new URLSearchParams({
    client_id: "app",
    redirect_uri: `http://127.0.0.1:9999${path}`,
    response_type: "code",
    scope: "openid email",
    state: "s1",
    ...more,
  })}`;

it("shows users as text, and returns a user who cancels", async () => {
  const browser = new Browser();
  const page = locationOf(await browser.open(authorizeUrl()), google.url);
  const shown = await browser.open(page.href);

  expect(await shown.text()).toContain("&#60;b&#62;Mallory");
  expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
  const resumed = locationOf(await browser.open(page.href, { user: "" }), google.url);
  const back = locationOf(await browser.open(resumed.href), google.url);
  expect(back.origin).toBe("http://127.0.0.1:9999");
  expect(back.searchParams.get("error")).toBe("access_denied");
});

it("accepts callbacks by their path, at any port of this machine, and none elsewhere", async () => {
  for (const host of ["127.0.0.1:4711", "localhost:4712"]) {
    const answer = await new Browser().open(authorizeUrl({ redirect_uri: `http://${host}${path}` }));
    expect(answer.headers.get("location")).toMatch(/^\/interaction\//);
  }
  for (const redirect_uri of [`http://127.0.0.1:1/other`, `http://evil.example.com${path}`]) {
    const answer = await new Browser().open(authorizeUrl({ redirect_uri }));
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  }
});

it("ends a sign-in that another browser began", async () => {
  const page = locationOf(await new Browser().open(authorizeUrl()), google.url);
  const stranger = await new Browser().open(page.href, { user: "1" });

  expect(stranger.status).toBe(400);
});

it("does not answer to foreign host names", async () => {
  const { port } = new URL(google.url);
  const status = await new Promise((resolve, reject) => {
    const headers = { host: "rebound.example.com" };
    request({ host: "127.0.0.1", port, path: "/.well-known/openid-configuration", headers }, (answer) =>
      resolve(answer.resume().statusCode),
    )
      .on("error", reject)
      .end();
  });

  expect(status).toBe(421);
});
