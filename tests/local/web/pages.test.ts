import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { SAMPLE_MESSAGES } from "../../../local/message-previews/sample-messages.js";
import {
  browserPresent,
  openBrowser,
  type Page,
  type View,
} from "../../../packages/local-aws/tests/support/browser.js";
import { contrastFailures, namelessControls } from "../../../packages/local-aws/tests/support/page-checks.js";
import { ADA, setStage } from "./stage.js";

// Without a Chromium (set CHROMIUM to its path) these rules cannot be seen to hold.
const inBrowser = browserPresent ? describe : describe.skip;

inBrowser("the pages", () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let stage: Awaited<ReturnType<typeof setStage>>;
  let page: Page;
  beforeAll(async () => {
    stage = await setStage();
    browser = await openBrowser();
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  const open = async (path = "/", view: View = {}): Promise<Page> => {
    page = await browser.open(stage.url + path, view);
    await page.until("document.querySelector('.state.live')");
    return page;
  };
  const text = (selector: string): Promise<string> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  const type = (selector: string, value: string): Promise<unknown> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).value = ${JSON.stringify(value)}`);
  const press = (selector: string): Promise<unknown> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).click()`);
  const untilText = (selector: string, part: string): Promise<void> =>
    page.until(
      `document.querySelector(${JSON.stringify(selector)}).textContent.includes(${JSON.stringify(part)})`,
    );
  const signIn = async (email: string, password: string): Promise<void> => {
    await type("#sign-in-email", email);
    await type("#sign-in-password", password);
    await press("#sign-in-form button");
  };

  it("say what the stack is made of, and break none of their own policies", async () => {
    await open();
    await page.until("document.querySelectorAll('#try-list li').length === 3");

    expect(await text("#people")).toContain(ADA.email);
    expect(await text("#accounts")).toContain("Northwind Trading");
    expect(await text("#urls")).toContain("http://127.0.0.1:9229");
    const links = await page.run("[...document.querySelectorAll('nav a')].map((link) => link.href)");
    expect(links).toEqual(
      expect.arrayContaining(["http://127.0.0.1:9229/_local/", "http://127.0.0.1:4010/_local/"]),
    );
    expect(page.problems()).toEqual([]);
  });

  it("show both tokens and the API's answer after a sign-in, and forget the password", async () => {
    await open();
    await page.until("document.querySelector('#people button')");
    await press("#people button");
    await press("#sign-in-form button");
    await untilText("#me-status", "200");

    expect(await text("#claims-ours")).toContain("system_account_id");
    expect(await text("#claims-pool")).toMatch(/token_use.*access.*id/);
    expect(await text("#claims-pool")).toContain("Zoë");
    expect(await page.run("document.querySelector('#sign-in-password').value")).toBe("");
    expect(await page.run("JSON.stringify([localStorage, sessionStorage, document.cookie])")).not.toMatch(
      /eyJ|refresh/,
    );
    expect(page.problems()).toEqual([]);
  });

  it("ask for the account that was chosen", async () => {
    await open();
    await signIn("linus@southkey.example", "Legacy-Pass-2");
    await untilText("#me-status", "200");
    await page.until(`document.querySelector('#me-account option[value="acc-1001"]')`);
    await type("#me-account", "acc-1001");
    await press("#me-form button");
    await untilText("#me-status", "403");

    expect(await text("#me-body")).toContain("Forbidden");
  });

  it("take up the session after a reload, renew it, and end it", async () => {
    await open();
    await signIn(ADA.email, ADA.password);
    await untilText("#me-status", "200");
    await page.reload();
    await page.until("!document.querySelector('#session').hidden");
    await press("#refresh");
    await untilText("#session-notice", "New tokens.");
    await press("#sign-out");
    await page.until("document.querySelector('#session').hidden");

    expect(
      await page.run("fetch('/api/account/refresh', { method: 'POST' }).then((answer) => answer.status)"),
    ).toBe(401);
    expect(await text("#claims-ours")).toBe("");
  });

  it("say why a sign-in failed, and with which request", async () => {
    await open();
    await signIn(ADA.email, "wrong");
    await untilText("#sign-in-form .notice", "Incorrect email or password.");

    expect(await text("#sign-in-form .notice")).toContain("request req-1");
    expect(await page.run("document.querySelector('#session').hidden")).toBe(true);
  });

  it("name the field that is missing and send nothing", async () => {
    await open();
    await press("#sign-in-form button");
    await untilText("#sign-in-form .notice", "Email:");

    expect(await page.run("document.activeElement.id")).toBe("sign-in-email");
  });

  it("lead from sign-up over the code that arrived to a sign-in", async () => {
    await open();
    await type("#sign-up-email", "new@northwind.example");
    await type("#sign-up-password", "New-Pass-1");
    await press("#sign-up-form button");
    await page.until("!document.querySelector('#arrived').hidden");
    await press("#arrived button");
    await press("#confirm-form .primary");
    await untilText("#confirm-form .notice", "is confirmed");
    await signIn("new@northwind.example", "New-Pass-1");

    await page.until("!document.querySelector('#session').hidden");
  });

  it("show each audit event once, as it arrives, with its document", async () => {
    await open();
    stage.publish({ type: "signin.failed", subject: "eve", succeeded: false });
    await untilText("#ledger-list", "user:eve");
    await page.run("document.querySelector('#ledger-list summary').click()");
    const count = await page.run("document.querySelectorAll('#ledger-list li').length");

    expect(await text("#ledger-list li")).toContain("failure");
    expect(JSON.parse(await text("#ledger-list pre"))).toMatchObject({
      metadata: { event_code: "signin.failed" },
    });
    expect(await text("#ledger-state")).toBe(`Live, ${count} ${count === 1 ? "event" : "events"}`);
  });

  it("show messages as they arrive, as text, by address", async () => {
    await open("/inbox?to=carol");
    for (const to of ["dave@example.com", "carol@example.com"]) {
      stage.inbox.deliver({
        channel: "SMS",
        to,
        body: "<b>Code</b> 271828",
        code: "271828",
        triggerSource: "CustomMessage_Authentication",
        poolId: "p",
        username: to,
        at: 0,
      });
    }
    await untilText("#messages", "carol@example.com");

    expect(await text("#messages output")).toBe("271828");
    expect(await text("#messages .text")).toBe("<b>Code</b> 271828");
    expect(await text("#messages")).not.toContain("dave@example.com");
    expect(page.problems()).toEqual([]);
  });

  it.each<View>([{ scheme: "light" }, { scheme: "dark" }, { width: 360 }])(
    "can be read, named and held on a screen: %j",
    async (view) => {
      await open("/", view);
      await signIn(ADA.email, ADA.password);
      await untilText("#me-status", "200");

      expect(await page.run(contrastFailures)).toEqual([]);
      expect(await page.run(namelessControls)).toEqual([]);
      expect(await page.run("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    },
  );

  it("show every message in every language, in frames that run nothing", async () => {
    await open("/messages?sample=invitation&language=ar&scheme=dark");
    expect(await text("#subject")).toBe("دعوتك إلى Example");
    expect(await text("#text")).toContain("Tmp-2h<x>&9'");
    const frames = await page.run(
      "[...document.querySelectorAll('iframe')].map((frame) => [frame.clientWidth, frame.sandbox.value, frame.contentDocument === null])",
    );
    expect(frames).toEqual([
      [375, "allow-popups", true],
      [600, "allow-popups", true],
    ]);
    expect(await page.run("[sample.options.length, language.options.length]")).toEqual([
      Object.keys(SAMPLE_MESSAGES).length,
      6,
    ]);
    await page.run("sample.value = 'sign_up'; sample.dispatchEvent(new Event('change', { bubbles: true }))");
    expect(await text("#sms")).toContain("12345678");
    expect(page.problems()).toEqual([]);
    expect([await page.run(contrastFailures), await page.run(namelessControls)]).toEqual([[], []]);
  });

  it.each(
    Object.keys(SAMPLE_MESSAGES).flatMap((sample) => [
      { sample, language: "en", view: { width: 375, scheme: "light" } } as const,
      { sample, language: "ar", view: { width: 600, scheme: "dark" } } as const,
    ]),
  )("show mails that can be read: $sample, $language, $view", async ({ sample, language, view }) => {
    const address = `/_local/messages/mail?sample=${sample}&language=${language}`;
    page = await browser.open(stage.url + address, view);
    expect(await page.run(contrastFailures)).toEqual([]);
    expect(await page.run("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(page.problems()).toEqual([]);
  });
});
