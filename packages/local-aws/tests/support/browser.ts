/** Pages in a headless Chromium, driven by playwright. */
import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";
import { browserTestsRun, CHROMIUM } from "./chromium.js";

export type View = {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
};

/** `describe` for tests that need a browser. The reporter names the files that are skipped without one. */
export const inBrowser = browserTestsRun ? describe : describe.skip;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** A page in a separate context: it shares no cookie, storage or authenticator with another page. */
export const openPage = async (browser: Browser, url: string, view: View = {}): Promise<Page> => {
  const { width = 1280, height = 900, scheme = "light" } = view;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(url);
  return page;
};

/** Starts a browser for the tests of a `describe`, and answers how to open a page. Pages are closed after each test. */
export const browserForTests = (): ((url: string, view?: View) => Promise<Page>) => {
  let browser: Browser | undefined;
  const running = (): Browser => {
    if (!browser) throw new Error("the browser has not started");
    return browser;
  };
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(() => Promise.all(browser?.contexts().map((context) => context.close()) ?? []));
  afterAll(() => browser?.close());
  return (url, view) => openPage(running(), url, view);
};

/** Script errors, violated policies and console errors of a page so far. */
export const problemsOf = async (page: Page): Promise<string[]> => {
  const errors = await page.pageErrors({ filter: "all" });
  const messages = await page.consoleMessages({ filter: "all" });
  return [
    ...errors.map(String),
    ...messages
      .filter((message) => message.type() === "error")
      .map((message) => `${message.text()} ${message.location().url}`),
  ];
};

/** Gives the page an authenticator of the platform, whose user always agrees. */
export const giveAuthenticator = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      automaticPresenceSimulation: true,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
};
