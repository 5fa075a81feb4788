import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { browserPresent, openBrowser, type Page } from "../../packages/local-aws/tests/support/browser.js";
import { startOwnStack } from "./own-stack.js";

// Without a Chromium (set CHROMIUM to its path) these rules cannot be seen to hold.
const inBrowser = browserPresent ? describe : describe.skip;

inBrowser("the start page of a running stack", () => {
  let stack: RunningStack;
  let stop: () => Promise<void>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;

  beforeAll(async () => {
    ({ stack, stop } = await startOwnStack());
    browser = await openBrowser();
    page = await browser.open(`${stack.describe().urls.site}/`, {});
  }, 120_000);
  afterAll(async () => {
    await page.close();
    await browser.close();
    await stop();
  });

  const text = (selector: string): Promise<string> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  const press = (selector: string): Promise<unknown> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).click()`);
  const untilText = (selector: string, part: string): Promise<void> =>
    page.until(
      `document.querySelector(${JSON.stringify(selector)})?.textContent.includes(${JSON.stringify(part)})`,
    );

  it("lets a person sign in as a legacy user, shows their claims, and the audit events as they arrive", async () => {
    await page.until("document.querySelector('#people button')");
    await press("#people button");
    await press("#sign-in-form button");
    await untilText("#me-status", "200");
    const shown = await text("body");
    for (const claim of ["legacy-1001", "acct_northwind", "cell-eu-1", "admins"])
      expect(shown).toContain(claim);
    for (const type of ["migration.approved", "migration.completed", "signin.succeeded"]) {
      await untilText("body", type);
    }
    expect(page.problems()).toEqual([]);
  }, 120_000);

  it("keeps the session over a reload by its cookie alone, and ends it at sign-out", async () => {
    await page.reload();
    await untilText("#me-status", "200");
    expect(await page.run("document.cookie")).toBe("");
    await press("#sign-out");
    await untilText("body", "signout.completed");
  }, 120_000);
});
