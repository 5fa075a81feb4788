/** Codes, links and step-up in the packaged service, with the mails of the inbox. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { type Answer, post } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { castLegacyActor, type LegacyActor } from "../../local/story/cast.js";
import { browserForTests, inBrowser, problemsOf } from "../../packages/local-aws/tests/support/browser.js";
import { accessibilityFailures, fitsWidth } from "../../packages/local-aws/tests/support/page-checks.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let actor: LegacyActor;
let session: Answer;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  actor = await castLegacyActor(stack.describe());
  session = await call("signin", { email: actor.email, password: actor.password });
}, 120_000);
afterAll(() => stop());

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  post(stack.describe(), path, body, headers);
const cookieOf = ({ cookies }: Answer): string =>
  cookies.find((cookie) => cookie.startsWith("__Host-challenge="))?.split(";")[0] ?? "";
const newestMail = () => stack.inbox.list({ to: actor.email })[0];
const codeInMail = (): string => /\b\d{8}\b/.exec(newestMail()?.body ?? "")?.[0] ?? "no code";
const bearer = () => ({ authorization: `Bearer ${String(session.body.access_token)}` });

it("signs in with a mailed code, and the session renews like any other", async () => {
  const begun = await call("signin/code", { email: actor.email, language: "de" });
  expect([begun.status, begun.body.status]).toEqual([202, "code_sent"]);
  expect(newestMail()?.html).toContain('<html lang="de"');
  const cookie = cookieOf(begun);
  expect((await call("signin/code/verify", { code: "00000000" }, { cookie })).status).toBe(400);
  const signedIn = await call("signin/code/verify", { code: codeInMail() }, { cookie });
  expect(signedIn.status).toBe(200);
  expect((await call("refresh", { refresh_token: signedIn.body.refresh_token })).status).toBe(200);
});

it("signs in with a mailed link, in the browser that asked for it", async () => {
  const begun = await call("signin/link", { email: actor.email });
  expect(newestMail()?.body).toContain(`${stack.describe().urls.site}/sign-in-link#`);
  const token = /\/sign-in-link#([\w.-]+)/.exec(newestMail()?.body ?? "")?.[1];
  const stranger = cookieOf(await call("signin/link", { email: "stranger@example.com" }));
  expect((await call("signin/link/verify", { token }, { cookie: stranger })).status).toBe(400);
  expect((await call("signin/link/verify", { token }, { cookie: cookieOf(begun) })).status).toBe(200);
});

it("answers unknown names like known ones, and sends them no mail", async () => {
  const before = stack.inbox.list().length;
  const begun = await call("signin/code", { email: "nobody@example.com" });
  expect([begun.status, begun.body.status, cookieOf(begun)]).toEqual([
    202,
    "code_sent",
    expect.stringMatching(/^__Host-challenge=wait_[0-9a-f]{32}$/),
  ]);
  const wrong = await call("signin/code/verify", { code: "00000000" }, { cookie: cookieOf(begun) });
  expect([wrong.status, wrong.body.code]).toEqual([400, "invalid_code"]);
  expect(stack.inbox.list()).toHaveLength(before);
});

it("completes a step-up of a signed-in user", async () => {
  const begun = await call("step-up", { purpose: "close-account", account_id: "acct_northwind" }, bearer());
  expect(begun.status).toBe(202);
  const cookie = cookieOf(begun);
  const done = await call("step-up/verify", { code: codeInMail() }, { ...bearer(), cookie });
  expect([done.status, done.body]).toEqual([
    200,
    { status: "confirmed", purpose: "close-account", account_id: "acct_northwind", expires_in: 300 },
  ]);
});

inBrowser("the page of the link", () => {
  const openPage = browserForTests();

  it("signs in when the button is pressed, not when the link is opened", async () => {
    const { site } = stack.describe().urls;
    const page = await openPage(`${site}/sign-in-link`, { width: 375, height: 800 });
    expect(await accessibilityFailures(page)).toEqual([]);
    expect(await fitsWidth(page)).toBe(true);
    const known = stack.inbox.list().length;
    await page.fill("#ask-email", actor.email);
    await page.click('#ask-form button[value="link"]');
    const mail = await stack.inbox.waitFor(({ id, to }) => id > known && to === actor.email, 60_000);
    await page.locator("#ask-form .notice", { hasText: "we sent" }).waitFor();
    const token = /\/sign-in-link#([\w.-]+)/.exec(mail.body)?.[1] ?? "";
    // The button that was pressed has the focus; what the link opens must not take it.
    await page.evaluate("document.activeElement.blur()");
    await page.evaluate(`location.hash = ${JSON.stringify(token)}`);
    await page.locator("#finish").waitFor();
    expect(await page.evaluate("location.hash")).toBe("");
    expect(await page.evaluate("document.activeElement === document.body")).toBe(true);
    await page.click("#finish-form button");
    await page.locator("#session-who", { hasText: actor.email }).waitFor();
    expect(await problemsOf(page)).toEqual([]);
  }, 120_000);
});

it("leaves an event for every step, and no code, link or handle in any of them or in a log", async () => {
  await stack.settled();
  const events = await deliveredEvents(stack.describe());
  const types = new Set(events.map(({ detail }) => detail.metadata.uid.split("/")[0]));
  for (const type of [
    "challenge.sent",
    "challenge.withheld",
    "challenge.passed",
    "challenge.failed",
    "stepup.completed",
  ]) {
    expect(types).toContain(type);
  }
  const written = [...stack.functions.logs().map(({ line }) => line), JSON.stringify(events)].join("\n");
  const secrets = stack.inbox
    .list({ to: actor.email })
    .flatMap(({ body }) =>
      [...body.matchAll(/\b\d{8}\b|#[\w.-]{80,}/g)].map(([secret]) => secret.replace("#", "")),
    );
  expect(secrets.length).toBeGreaterThanOrEqual(3);
  for (const secret of secrets) expect(written).not.toContain(secret);
  expect(written).not.toMatch(/wait_[0-9a-f]{32}/);
});
