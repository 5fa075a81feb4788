import { SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { browserForTests, inBrowser, problemsOf, type View } from "../support/browser.js";
import { accessibilityFailures, fitsWidth } from "../support/page-checks.js";
import {
  attempt,
  givenUser,
  password,
  publicId,
  refusal,
  startWorld,
  type TriggerEvent,
  type World,
} from "../user-pool/world.js";

const pass = (event: TriggerEvent) => event;
const refuseEve = (event: TriggerEvent) => {
  const { email } = event.request.userAttributes as Record<string, string>;
  if (email?.startsWith("eve")) throw new Error("eve is not welcome");
  return event;
};

inBrowser("the page of the user pool", () => {
  const openPage = browserForTests();
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      triggers: { PreAuthentication: refuseEve, PostAuthentication: pass, UserMigration: pass },
      groups: [{ name: "staff" }],
      options: { deliver: undefined } as never,
    });
    await givenUser(world, { email: "ada@example.com" });
    await givenUser(world, { email: "eve@example.com" });
  });
  afterAll(() => world.close());

  const open = async (query = "", view: View = {}): Promise<Page> => {
    const page = await openPage(`${world.running.url}/_local/${query}`, view);
    await page.locator("#state.live").waitFor();
    return page;
  };
  const shown = (page: Page): Promise<string[]> => page.locator("#invocations > li:visible").allInnerTexts();
  const openFailure = async (page: Page): Promise<void> => {
    await page.locator("#invocations > .failure summary").first().click();
    await page.locator("#invocations > .failure .behind").waitFor();
  };
  const faultsOfPool = async () => (await fetch(`${world.running.url}/_local/faults`)).json();

  it("shows invocations as they happen, with their event, answer and error", async () => {
    const page = await open();
    await refusal(attempt(world, "eve@example.com"));
    await attempt(world, "ada@example.com");
    await page.locator("#invocations > li").nth(2).waitFor();
    expect((await shown(page))[0]).toMatch(/PostAuthentication.*ada@example\.com.*ok/s);

    await openFailure(page);
    const failed = page.locator("#invocations > .failure");
    expect(await failed.locator(".behind").textContent()).toContain(
      "PreAuthentication failed with error eve is not welcome.",
    );
    expect(await failed.locator(".fact-list").textContent()).toContain("1: function error");
    const event = await failed.locator(".pane pre").first().textContent();
    expect(JSON.parse(event ?? "")).toMatchObject({ request: { userAttributes: {} } });
    expect(await problemsOf(page)).toEqual([]);
  });

  it("narrows them by trigger, user and error, also from the address", async () => {
    const page = await open("?trigger=PreAuthentication&user=EVE");
    await page.locator("#invocations > li").nth(2).waitFor({ state: "attached" });
    expect(await shown(page)).toEqual([expect.stringMatching(/PreAuthentication.*eve@example\.com/s)]);

    await page.selectOption("#filter-trigger", "PostAuthentication");
    expect(await shown(page)).toEqual([]);
    expect(await page.textContent("#invocations-empty")).toBe("No invocations match these filters.");
    await page.selectOption("#filter-trigger", "");
    await page.fill("#filter-user", "");
    await page.check("#filter-errors");
    expect(await shown(page)).toEqual([expect.stringContaining("eve@example.com")]);
  });

  it("keeps open entries open when more arrive", async () => {
    const page = await open();
    await page.locator("#invocations summary").first().click();
    const before = (await shown(page)).length;
    await attempt(world, "ada@example.com");
    await page.locator("#invocations > li").nth(before).waitFor();

    expect(await page.locator("#invocations details[open]").count()).toBe(1);
  });

  it("sets faults, shows those that wait, and takes them back", async () => {
    const page = await open();
    const faults = page.locator("#faults > li");
    await page.selectOption("#fault-kind", "trigger-repeats");
    await page.selectOption("#fault-trigger", "PostAuthentication");
    await page.fill("#fault-copies", "3");
    await page.click("#fault-form .primary");
    expect(await faults.locator("span").textContent()).toBe(
      "PostAuthentication receives its event 3 times, once",
    );
    await page.selectOption("#fault-kind", "throttled");
    await page.fill("#fault-times", "2");
    await page.click("#fault-form .primary");
    await faults.nth(1).waitFor();
    expect(await faultsOfPool()).toMatchObject({ faults: [{ copies: 3 }, { operation: "*", times: 2 }] });

    await faults.last().locator("button").click();
    await faults.nth(1).waitFor({ state: "detached" });
    expect(await faults.count()).toBe(1);
    await attempt(world, "ada@example.com");
    await page.locator("#invocations > li", { hasText: "3 attempts" }).waitFor();
    await faults.first().waitFor({ state: "detached" });
    expect(await faultsOfPool()).toEqual({ faults: [] });
  });

  it("sets a fault that fails an operation after its work is done", async () => {
    const page = await open();
    const faults = page.locator("#faults > li");
    await page.selectOption("#fault-kind", "operation-fails");
    await page.fill("#fault-operation", "SignUp");
    await page.check("#fault-ran");
    await page.click("#fault-form .primary");

    expect(await faults.locator("span").textContent()).toBe("SignUp fails after it ran, once");
    expect(await faultsOfPool()).toMatchObject({ faults: [{ operation: "SignUp", ran: true }] });
    await page.click("#end-faults");
    await faults.first().waitFor({ state: "detached" });
  });

  it("shows what is wrong with a fault, and sends nothing", async () => {
    const page = await open();
    await page.fill("#fault-delay", "-1");
    await page.click("#fault-form .primary");
    await page.locator("#fault-form .notice").waitFor();

    expect(await page.textContent("#fault-form .notice")).toMatch(/^Delay, in milliseconds: /);
    expect(await faultsOfPool()).toEqual({ faults: [] });
  });

  it("shows messages with their codes, pools and clients, and no secret", async () => {
    const user = { ClientId: publicId, Username: "zoe@example.com", Password: password };
    await world.cognito.send(new SignUpCommand(user));
    const page = await open();

    expect(await page.locator("#messages output").first().textContent()).toMatch(/^\d{6}$/);
    expect(await page.textContent("#pools")).toMatch(
      /2 confirmed, 1 unconfirmed.*staff.*webclient0.*confidential/s,
    );
    for (const summary of await page.locator("#invocations summary").all()) await summary.click();
    const whole = await page.textContent("body");
    expect(whole).not.toContain(password);
    expect(whole).not.toContain(world.running.client("us-east-1_TestPool1", "web").secret);
  });

  it.each<View>([{ scheme: "light" }, { scheme: "dark" }, { width: 375 }])(
    "can be read, named and held on a screen: %j",
    async (view) => {
      const page = await open("", view);
      await openFailure(page);

      expect(await accessibilityFailures(page)).toEqual([]);
      expect(await fitsWidth(page)).toBe(true);
    },
  );
});

inBrowser("the page of a user pool whose messages are delivered elsewhere, before anything happened", () => {
  const openPage = browserForTests();
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it("requests the messages once, and shows where they are", async () => {
    const page = await openPage(`${world.running.url}/_local/`);
    await page
      .locator("#messages-empty", { hasText: "The program that started this pool delivers" })
      .waitFor();
    const next = await page.waitForRequest(/\/_local\/(messages|faults)$/);
    const afterNext = await page.waitForRequest(/\/_local\/(messages|faults)$/);

    expect([next, afterNext].map((request) => new URL(request.url()).pathname)).toEqual([
      "/_local/faults",
      "/_local/faults",
    ]);
  });

  it("shows that its list is empty, after the service has answered", async () => {
    const page = await openPage(`${world.running.url}/_local/`);
    await page.locator("#state.live").waitFor();

    expect(await page.textContent("#invocations-empty")).toMatch(/^No trigger has run yet\./);
  });
});
