/** Takes pictures of the pages: `node --import tsx tests/local/web/screenshots.ts <folder>`. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import {
  launchBrowser,
  openPage,
  problemsOf,
  type View,
} from "../../../packages/local-aws/tests/support/browser.js";
import { ADA, setStage } from "./stage.js";

const VIEWS: Readonly<Record<string, View>> = {
  "wide-light": { width: 1440, height: 1000 },
  "wide-dark": { width: 1440, height: 1000, scheme: "dark" },
  "phone-light": { width: 390, height: 844 },
};

const signIn = async (page: Page): Promise<void> => {
  await page.click("#users button");
  await page.click("#sign-in-form button");
  await page.locator("#me-status", { hasText: "200" }).waitFor();
};
const screenshot = (page: Page, path: string) => page.screenshot({ path, fullPage: true });

const main = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const stage = await setStage();
  const browser = await launchBrowser();
  try {
    stage.publish({ type: "migration.approved", subject: ADA.email, succeeded: true });
    for (const [name, view] of Object.entries(VIEWS)) {
      const page = await openPage(browser, `${stage.url}/`, view);
      await page.locator("#users button").first().waitFor();
      await screenshot(page, join(folder, `start-${name}.png`));
      await signIn(page);
      await page.locator(".ledger summary").first().click();
      await page.evaluate("scrollTo(0, 0)");
      await screenshot(page, join(folder, `session-${name}.png`));
      process.stdout.write(`${name}: ${JSON.stringify(await problemsOf(page))}\n`);
      await page.context().close();
      const inbox = await openPage(browser, `${stage.url}/inbox`, view);
      await inbox.evaluate(
        `fetch('/api/account/signup', { method: 'POST', body: '{"email":"new@northwind.example"}' })`,
      );
      await inbox.locator("#messages output").first().waitFor();
      await screenshot(inbox, join(folder, `inbox-${name}.png`));
      await inbox.context().close();
    }
  } finally {
    await browser.close();
    await stage.close();
  }
};

await main(process.argv[2] ?? "screenshots");
