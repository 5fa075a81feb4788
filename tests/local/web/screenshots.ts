/** Takes pictures of the pages: `node --import tsx tests/local/web/screenshots.ts <folder>`. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openBrowser, type Page, type View } from "../../../packages/local-aws/tests/support/browser.js";
import { ADA, setStage } from "./stage.js";

const VIEWS: Readonly<Record<string, View>> = {
  "wide-light": { width: 1440, height: 1000 },
  "wide-dark": { width: 1440, height: 1000, scheme: "dark" },
  "phone-light": { width: 390, height: 844 },
};

const signIn = async (page: Page): Promise<void> => {
  await page.until("document.querySelector('#people button')");
  await page.run("document.querySelector('#people button').click()");
  await page.run("document.querySelector('#sign-in-form button').click()");
  await page.until("document.querySelector('#me-status').textContent === '200'");
};

const main = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const stage = await setStage();
  const browser = await openBrowser();
  try {
    stage.publish({ type: "migration.approved", subject: ADA.email, succeeded: true });
    for (const [name, view] of Object.entries(VIEWS)) {
      const page = await browser.open(`${stage.url}/`, view);
      await page.until("document.querySelector('#people button')");
      await page.screenshot(join(folder, `start-${name}.png`));
      await signIn(page);
      await page.run("document.querySelector('.ledger summary').click(); scrollTo(0, 0)");
      await page.screenshot(join(folder, `session-${name}.png`));
      process.stdout.write(`${name}: ${JSON.stringify(page.problems())}\n`);
      await page.close();
      const inbox = await browser.open(`${stage.url}/inbox`, view);
      await inbox.run(
        `fetch('/api/account/signup', { method: 'POST', body: '{"email":"new@northwind.example"}' })`,
      );
      await inbox.until("document.querySelector('#messages output')");
      await inbox.screenshot(join(folder, `inbox-${name}.png`));
      await inbox.close();
    }
  } finally {
    await browser.close();
    await stage.close();
  }
};

await main(process.argv[2] ?? "screenshots");
