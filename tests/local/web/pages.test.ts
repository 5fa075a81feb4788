import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { SAMPLE_MESSAGES } from "../../../local/message-previews/sample-messages.js";
import {
  browserForTests,
  inBrowser,
  problemsOf,
  type View,
} from "../../../packages/local-aws/tests/support/browser.js";
import {
  accessibilityFailures,
  contrastFailures,
  fitsWidth,
} from "../../../packages/local-aws/tests/support/page-checks.js";
import { ADA, setStage } from "./stage.js";

const TEXT_MESSAGE = {
  channel: "SMS",
  body: "<b>Code</b> 271828",
  code: "271828",
  triggerSource: "CustomMessage_Authentication",
  poolId: "p",
  at: 0,
} as const;

inBrowser("the pages", () => {
  const openPage = browserForTests();
  let stage: Awaited<ReturnType<typeof setStage>>;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage.close());

  const open = async (path = "/", view: View = {}): Promise<Page> => {
    const page = await openPage(stage.url + path, view);
    await page.locator(".masthead .state.live").waitFor();
    return page;
  };
  const mailAddress = (sample: string, language: string): string =>
    `${stage.url}/_local/messages/mail?sample=${sample}&language=${language}`;
  const untilText = (page: Page, selector: string, hasText: string): Promise<void> =>
    page.locator(selector, { hasText }).waitFor();
  const signIn = async (page: Page, email: string, password: string): Promise<void> => {
    await page.fill("#sign-in-email", email);
    await page.fill("#sign-in-password", password);
    await page.click("#sign-in-form button");
  };

  it("describe the stack, and comply with their own policies", async () => {
    const page = await open();
    await page.locator("#try-list li").nth(2).waitFor();

    expect(await page.locator("#try-list li").count()).toBe(3);
    expect(await page.textContent("#users")).toContain(ADA.email);
    expect(await page.textContent("#accounts")).toContain("Northwind Trading");
    expect(await page.textContent("#urls")).toContain("http://127.0.0.1:9229");
    const links = await page
      .locator("nav a")
      .evaluateAll<string[], { href: string }>((found) => found.map(({ href }) => href));
    expect(links).toEqual(
      expect.arrayContaining(["http://127.0.0.1:9229/_local/", "http://127.0.0.1:4010/_local/"]),
    );
    expect(await problemsOf(page)).toEqual([]);
  });

  it("show the session and the API's answer after a sign-in, and forget the password", async () => {
    const page = await open();
    await page.click("#users button");
    await page.click("#sign-in-form button");
    await untilText(page, "#me-status", "200");

    expect(await page.textContent("#session-facts")).toMatch(
      /usr_01JD4Z6S3M.*valid_until.*system_account_id/,
    );
    expect(await page.inputValue("#sign-in-password")).toBe("");
    expect(
      await page.evaluate<string>("JSON.stringify([localStorage, sessionStorage, document.cookie])"),
    ).not.toMatch(/eyJ|session/);
    expect(await problemsOf(page)).toEqual([]);
  });

  it("ask for the account that was chosen", async () => {
    const page = await open();
    await signIn(page, "linus@southkey.example", "Legacy-Pass-2");
    await untilText(page, "#me-status", "200");
    await page.selectOption("#me-account", "acc-1001");
    await page.click("#me-form button");
    await untilText(page, "#me-status", "403");

    expect(await page.textContent("#me-body")).toContain("Forbidden");
  });

  it("take up the session after a reload, renew it, and end it", async () => {
    const page = await open();
    await signIn(page, ADA.email, ADA.password);
    await untilText(page, "#me-status", "200");
    await page.reload();
    await page.click("#refresh");
    await untilText(page, "#session-notice", "Session refreshed.");
    await page.click("#sign-out");
    await page.locator("#session").waitFor({ state: "hidden" });

    expect(
      await page.evaluate(
        "fetch('/api/account/refresh', { method: 'POST' }).then((answer) => answer.status)",
      ),
    ).toBe(401);
    expect(await page.textContent("#session-facts")).toBe("");
  });

  it("say why a sign-in failed, and with which request", async () => {
    const page = await open();
    await signIn(page, ADA.email, "wrong");
    await untilText(page, "#sign-in-form .notice", "Incorrect email or password.");

    expect(await page.textContent("#sign-in-form .notice")).toContain("request req-1");
    expect(await page.isHidden("#session")).toBe(true);
  });

  it("name the field that is missing and send nothing", async () => {
    const page = await open();
    await page.click("#sign-in-form button");
    await untilText(page, "#sign-in-form .notice", "Email:");

    expect(await page.evaluate("document.activeElement.id")).toBe("sign-in-email");
  });

  it("lead from sign-up over the code that arrived to a sign-in", async () => {
    const page = await open();
    await page.fill("#sign-up-email", "new@northwind.example");
    await page.fill("#sign-up-password", "New-Pass-1");
    await page.click("#sign-up-form button");
    await page.click("#arrived button");
    await page.click("#confirm-form .primary");
    await untilText(page, "#confirm-form .notice", "is confirmed");
    await signIn(page, "new@northwind.example", "New-Pass-1");

    await page.locator("#session").waitFor();
  });

  it("show each audit event once, as it arrives, with its document", async () => {
    const page = await open();
    stage.publish({ type: "signin.failed", subject: "eve", succeeded: false });
    await untilText(page, "#ledger-list", "user:eve");
    await page.locator("#ledger-list summary").first().click();
    const count = await page.locator("#ledger-list li").count();

    expect(await page.textContent("#ledger-list li")).toContain("failure");
    expect(JSON.parse((await page.textContent("#ledger-list pre")) ?? "")).toMatchObject({
      metadata: { event_code: "signin.failed" },
    });
    expect(await page.textContent("#ledger-state")).toBe(
      `Live, ${count} ${count === 1 ? "event" : "events"}`,
    );
  });

  it("show messages as they arrive, as text, by address", async () => {
    const page = await open("/inbox?to=carol");
    for (const to of ["dave@example.com", "carol@example.com"]) {
      stage.inbox.deliver({ ...TEXT_MESSAGE, to, username: to });
    }
    await untilText(page, "#messages", "carol@example.com");

    expect(await page.textContent("#messages output")).toBe("271828");
    expect(await page.textContent("#messages .text")).toBe("<b>Code</b> 271828");
    expect(await page.textContent("#messages")).not.toContain("dave@example.com");
    expect(await problemsOf(page)).toEqual([]);
  });

  it.each<View>([{ scheme: "light" }, { scheme: "dark" }, { width: 360 }])(
    "can be read, named and held on a screen: %j",
    async (view) => {
      const page = await open("/", view);
      await signIn(page, ADA.email, ADA.password);
      await untilText(page, "#me-status", "200");
      await page.locator("#ledger-list summary").first().click();
      await page.locator("#ledger-list pre").first().waitFor();

      expect(await accessibilityFailures(page)).toEqual([]);
      expect(await fitsWidth(page)).toBe(true);
    },
  );

  it.each(["/inbox", "/sign-in-link#a-token"])(
    "can be read, named and held on a desk and on a phone: %s",
    async (path) => {
      stage.inbox.deliver({ ...TEXT_MESSAGE, to: "frank@example.com", username: "frank@example.com" });
      for (const view of [{ scheme: "light" }, { scheme: "dark", width: 360 }] as const) {
        const page = await openPage(stage.url + path, view);
        await page.locator("#messages output, #finish button").first().waitFor();

        expect(await accessibilityFailures(page)).toEqual([]);
        expect(await fitsWidth(page)).toBe(true);
      }
    },
  );

  it("keep the way to sign in by mail below the button", async () => {
    const page = await open();
    const button = await page.locator("#sign-in-form button").boundingBox();
    const link = await page.locator("#sign-in-form .hint").first().boundingBox();

    expect(link?.y).toBeGreaterThanOrEqual((button?.y ?? 0) + (button?.height ?? 0));
  });

  it("show every message in every language, in frames that run nothing", async () => {
    const page = await open("/messages?sample=invitation&language=ar&scheme=dark");
    expect(await page.textContent("#subject")).toBe("دعوتك إلى Example");
    expect(await page.textContent("#text")).toContain("Tmp-2h<x>&9'");
    const frames = await page.evaluate(
      "[...document.querySelectorAll('iframe')].map((frame) => [frame.clientWidth, frame.sandbox.value, frame.contentDocument === null])",
    );
    expect(frames).toEqual([
      [375, "allow-popups", true],
      [600, "allow-popups", true],
    ]);
    expect(await page.evaluate("[sample.options.length, language.options.length]")).toEqual([
      Object.keys(SAMPLE_MESSAGES).length,
      6,
    ]);
    await page.selectOption("#sample", "sign_up");
    expect(await page.textContent("#sms")).toContain("12345678");
    expect(await problemsOf(page)).toEqual([]);
    expect(await accessibilityFailures(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await accessibilityFailures(page)).toEqual([]);
    await page.focus(".mails");
    expect(await page.evaluate("document.activeElement.className")).toBe("mails");
  });

  it.each([
    { language: "en", view: { width: 375, scheme: "light" } },
    { language: "ar", view: { width: 600, scheme: "dark" } },
  ] as const)("show mails that can be read: $language, $view", async ({ language, view }) => {
    const page = await openPage("about:blank", view);
    for (const sample of Object.keys(SAMPLE_MESSAGES)) {
      await page.goto(mailAddress(sample, language));
      expect([sample, await page.evaluate(contrastFailures)]).toEqual([sample, []]);
      expect([sample, await fitsWidth(page)]).toEqual([sample, true]);
    }
    expect(await problemsOf(page)).toEqual([]);
  });

  it("show accessible mails", async () => {
    const page = await openPage("about:blank");
    for (const sample of Object.keys(SAMPLE_MESSAGES)) {
      // The policy of the mail's own page lets no script run, not even that of the check.
      await page.setContent(await (await fetch(mailAddress(sample, "en"))).text());
      expect([sample, await accessibilityFailures(page)]).toEqual([sample, []]);
    }
  });
});
