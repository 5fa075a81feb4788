import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import type { RunningStack } from "../../local/stack/index.js";
import { browserForTests, inBrowser, problemsOf } from "../../packages/local-aws/tests/support/browser.js";
import { startOwnStack } from "./own-stack.js";

inBrowser("the start page of a running stack", () => {
  const openPage = browserForTests();
  let stack: RunningStack;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ stack, stop } = await startOwnStack());
  }, 120_000);
  afterAll(() => stop());

  const untilText = (page: Page, selector: string, hasText: string): Promise<void> =>
    page.locator(selector, { hasText }).waitFor();
  const openSignedIn = async (): Promise<Page> => {
    const page = await openPage(`${stack.describe().urls.site}/`);
    await page.locator("#users button").first().click();
    await page.click("#sign-in-form button");
    await untilText(page, "#me-status", "200");
    return page;
  };

  it("signs a user in as a legacy user, shows their session, and the audit events as they arrive", async () => {
    const page = await openSignedIn();
    const shown = await page.textContent("body");
    for (const fact of ["acct_northwind", "cell-eu-1", "Admin of", "valid_until"])
      expect(shown).toContain(fact);
    expect(shown).not.toContain("eyJ");
    for (const type of ["migration.approved", "migration.completed", "signin.succeeded"]) {
      await untilText(page, "body", type);
    }
    expect(await problemsOf(page)).toEqual([]);
  }, 120_000);

  it("keeps the session over a reload by its cookie alone, and ends it at sign-out", async () => {
    const page = await openSignedIn();
    await page.reload();
    await untilText(page, "#me-status", "200");
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.click("#sign-out");
    await untilText(page, "body", "signout.completed");
  }, 120_000);

  it("renews the session over an hour, also for a request that comes late", async () => {
    const page = await openSignedIn();
    const minutes = 60_000;
    try {
      for (const later of [20 * minutes, 45 * minutes, 70 * minutes]) {
        await stack.moveClock(later);
        const refreshed = page.waitForResponse((answer) => answer.url().endsWith("/api/account/refresh"));
        await page.click("#me-form button");
        expect((await refreshed).status()).toBe(200);
        await untilText(page, "#me-status", "200");
      }
      await stack.moveClock(131 * minutes);
      await page.click("#me-form button");
      await untilText(page, "#me-status", "401");
      await page.reload();
      await page.locator("#session").waitFor({ state: "hidden" });
    } finally {
      await stack.moveClock(0);
    }
  }, 120_000);

  it("shows in every tab of the browser that the user signed in, and out", async () => {
    const page = await openSignedIn();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await untilText(other, "#me-status", "200");
    await page.click("#sign-out");
    await untilText(other, "body", "Signed out in another tab.");
    await other.locator("#session").waitFor({ state: "hidden" });
    await page.locator("#users button").first().click();
    await page.click("#sign-in-form button");
    await untilText(other, "#me-status", "200");
    expect(await problemsOf(other)).toEqual([]);
  }, 120_000);

  it("signs in with Google by redirect, and shows why a return failed", async () => {
    const site = stack.describe().urls.site;
    const page = await openPage(`${site}/`);
    await page.click("text=Sign in with Google instead");
    await page.locator("button", { hasText: "margaret@example.com" }).click();
    await page.waitForURL(`${site}/`);
    await untilText(page, "#session-who", "margaret@example.com");
    expect(await page.evaluate("document.cookie")).toBe("");

    await page.goto(`${site}/auth/signin/callback?state=${"x".repeat(43)}&code=invented`);
    await untilText(page, "#words", "was used before");
    expect(await problemsOf(page)).toEqual([]);
    await page.goto(`${site}/auth/signout`);
    await page.click("button");
    await page.waitForURL(`${site}/`);
    await page.locator("#session").waitFor({ state: "hidden" });
  }, 120_000);
});
