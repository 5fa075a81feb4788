/** The client of packages/client in two tabs of a real browser: its locks, its channel and a cookie that no script reads. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { buildSync } from "esbuild";
import type { Page } from "playwright-core";
import type { RunningStack } from "../../local/stack/index.js";
import { castLegacyActor } from "../../local/story/cast.js";
import { browserForTests, inBrowser } from "../../packages/local-aws/tests/support/browser.js";
import { startOwnStack } from "./own-stack.js";

const MINUTES = 60_000;

const { outputFiles } = buildSync({
  entryPoints: [join(import.meta.dirname, "..", "..", "packages", "client", "src", "index.ts")],
  ...{ bundle: true, minify: true, format: "iife", globalName: "identity", write: false },
});
const bundle = new TextDecoder().decode(outputFiles[0]?.contents);

inBrowser("two tabs with the client", () => {
  const openPage = browserForTests();
  let stack: RunningStack;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ stack, stop } = await startOwnStack());
  }, 120_000);
  afterAll(() => stop());

  /** A page without a session script of its own. */
  const load = async (page: Page): Promise<void> => {
    await page.goto(`${stack.describe().urls.site}/sign-in-failed`);
    await page.evaluate(`${bundle}
      globalThis.states = [];
      globalThis.client = identity.createIdentityClient();
      client.onChange(({ status }) => states.push(status));
      globalThis.until = (wanted) => new Promise((resolve) => {
        if (states.at(-1) === wanted) resolve();
        client.onChange(({ status }) => status === wanted && resolve());
      });`);
  };
  const run = (page: Page, code: string): Promise<unknown> => page.evaluate(code);
  const listing =
    "Promise.all([1, 2, 3].map(async () => (await client.accounts.list()).error?.code ?? 'listed'))";

  it("renew a session that is due with one request, and both learn of the sign-out", async () => {
    const { email, password } = await castLegacyActor(stack.describe());
    const one = await openPage(`${stack.describe().urls.site}/sign-in-failed`);
    const two = await one.context().newPage();
    await load(one);
    await load(two);
    const refreshes: number[] = [];
    one.context().on("response", (answer) => {
      if (answer.url().endsWith("/api/account/refresh")) refreshes.push(answer.status());
    });

    const signedIn = await run(one, `client.signIn.password(${JSON.stringify({ email, password })})`);
    expect(signedIn).toMatchObject({ data: { status: "signed_in", session: { email } } });
    await run(two, "until('signed_in')");
    expect(await run(two, "document.cookie")).toBe("");

    await stack.moveClock(16 * MINUTES);
    try {
      const listed = ["listed", "listed", "listed"];
      expect(await Promise.all([run(one, listing), run(two, listing)])).toEqual([listed, listed]);
      expect(refreshes).toEqual([200]);
    } finally {
      await stack.moveClock(0);
    }

    expect(await run(two, "client.signOut().then(({ error }) => error?.code ?? 'done')")).toBe("done");
    await run(one, "until('signed_out')");
    expect(await run(one, "client.me()")).toMatchObject({ error: { code: "session_expired" } });
  }, 120_000);
});
