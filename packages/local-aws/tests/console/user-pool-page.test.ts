import { SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { browserPresent, openBrowser, type Page, type View } from "../support/browser.js";
import { contrastFailures, namelessControls } from "../support/page-checks.js";
import {
  attempt,
  givenPerson,
  password,
  publicId,
  refusal,
  startWorld,
  type TriggerEvent,
  type World,
} from "../user-pool/world.js";

// Without a Chromium (set CHROMIUM to its path) these rules cannot be seen to hold.
const inBrowser = browserPresent ? describe : describe.skip;

const pass = (event: TriggerEvent) => event;
const refuseEve = (event: TriggerEvent) => {
  const { email } = event.request.userAttributes as Record<string, string>;
  if (email?.startsWith("eve")) throw new Error("eve is not welcome");
  return event;
};

inBrowser("the page of the user pool", () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let world: World;
  let page: Page;
  beforeAll(async () => {
    world = await startWorld({
      triggers: { PreAuthentication: refuseEve, PostAuthentication: pass, UserMigration: pass },
      groups: [{ name: "staff" }],
      options: { deliver: undefined } as never,
    });
    await givenPerson(world, { email: "ada@example.com" });
    await givenPerson(world, { email: "eve@example.com" });
    browser = await openBrowser();
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const open = async (query = "", view: View = {}): Promise<Page> => {
    page = await browser.open(`${world.running.url}/_local/${query}`, view);
    await page.until("document.querySelector('.state.live')");
    return page;
  };
  const text = (selector: string): Promise<string> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  const shown = (): Promise<string[]> =>
    page.run("[...document.querySelectorAll('#invocations > li:not([hidden])')].map((li) => li.innerText)");
  const choose = (selector: string, value: string): Promise<unknown> =>
    page.run(`{ const field = document.querySelector(${JSON.stringify(selector)});
      field.value = ${JSON.stringify(value)};
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true })) }`);
  const press = (selector: string): Promise<unknown> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).click()`);
  const faultsOfPool = async () => (await fetch(`${world.running.url}/_local/faults`)).json();

  it("shows invocations as they happen, with their event, answer and error", async () => {
    await open();
    await refusal(attempt(world, "eve@example.com"));
    await attempt(world, "ada@example.com");
    await page.until("document.querySelectorAll('#invocations > li').length >= 3");
    expect((await shown())[0]).toMatch(/PostAuthentication.*ada@example\.com.*ok/s);

    const failed = "#invocations > .failure";
    await press(`${failed} summary`);
    await page.until(`document.querySelector('${failed} .behind')`);
    expect(await text(`${failed} .behind`)).toContain(
      "PreAuthentication failed with error eve is not welcome.",
    );
    expect(await text(`${failed} .fact-list`)).toContain("1: function error");
    expect(JSON.parse(await text(`${failed} .pane pre`))).toMatchObject({ request: { userAttributes: {} } });
    expect(page.problems()).toEqual([]);
  });

  it("narrows them by trigger, person and error, also from the address", async () => {
    await open("?trigger=PreAuthentication&person=EVE");
    await page.until("document.querySelectorAll('#invocations > li').length >= 3");
    expect(await shown()).toEqual([expect.stringMatching(/PreAuthentication.*eve@example\.com/s)]);

    await choose("#filter-trigger", "PostAuthentication");
    expect(await shown()).toEqual([]);
    expect(await text("#invocations-empty")).toBe("No invocation fits these filters.");
    await choose("#filter-trigger", "");
    await choose("#filter-person", "");
    await press("#filter-errors");
    expect(await shown()).toEqual([expect.stringContaining("eve@example.com")]);
  });

  it("keeps what is open when more arrives", async () => {
    await open();
    await page.until("document.querySelector('#invocations summary')");
    await press("#invocations summary");
    const before = (await shown()).length;
    await attempt(world, "ada@example.com");
    await page.until(`document.querySelectorAll('#invocations > li').length > ${before}`);

    expect(await page.run("document.querySelectorAll('#invocations details[open]').length")).toBe(1);
  });

  it("sets faults, shows those that wait, and takes them back", async () => {
    await open();
    await choose("#fault-kind", "trigger-repeats");
    await choose("#fault-trigger", "PostAuthentication");
    await choose("#fault-copies", "3");
    await press("#fault-form .primary");
    await page.until("document.querySelectorAll('#faults > li').length === 1");
    expect(await text("#faults > li span")).toBe("PostAuthentication gets its event 3 times, once");
    await choose("#fault-kind", "throttled");
    await choose("#fault-times", "2");
    await press("#fault-form .primary");
    await page.until("document.querySelectorAll('#faults > li').length === 2");
    expect(await faultsOfPool()).toMatchObject({ faults: [{ copies: 3 }, { operation: "*", times: 2 }] });

    await press("#faults > li:last-child button");
    await page.until("document.querySelectorAll('#faults > li').length === 1");
    await attempt(world, "ada@example.com");
    await page.until("document.querySelector('#invocations').innerText.includes('3 attempts')");
    await page.until("document.querySelectorAll('#faults > li').length === 0");
    expect(await faultsOfPool()).toEqual({ faults: [] });
  });

  it("sets a failing operation, whose work is done", async () => {
    await open();
    await choose("#fault-kind", "operation-fails");
    await choose("#fault-operation", "SignUp");
    await page.run("document.querySelector('#fault-ran').click()");
    await press("#fault-form .primary");
    await page.until("document.querySelectorAll('#faults > li').length === 1");

    expect(await text("#faults > li span")).toBe("SignUp fails after its work was done, once");
    expect(await faultsOfPool()).toMatchObject({ faults: [{ operation: "SignUp", ran: true }] });
    await press("#end-faults");
    await page.until("document.querySelectorAll('#faults > li').length === 0");
  });

  it("says what is wrong with a fault, and sends nothing", async () => {
    await open();
    await choose("#fault-delay", "-1");
    await press("#fault-form .primary");
    await page.until("!document.querySelector('#fault-form .notice').hidden");

    expect(await text("#fault-form .notice")).toMatch(/^Late by, in milliseconds: /);
    expect(await faultsOfPool()).toEqual({ faults: [] });
  });

  it("shows messages with their codes, pools and clients, and no secret", async () => {
    const user = { ClientId: publicId, Username: "zoe@example.com", Password: password };
    await world.cognito.send(new SignUpCommand(user));
    await open();
    await page.until("document.querySelector('#messages output')");

    expect(await text("#messages output")).toMatch(/^\d{6}$/);
    expect(await text("#pools")).toMatch(/2 confirmed, 1 unconfirmed.*staff.*webclient0.*confidential/s);
    await page.run(
      "for (const summary of document.querySelectorAll('#invocations summary')) summary.click()",
    );
    const whole = await text("body");
    expect(whole).not.toContain(password);
    expect(whole).not.toContain(world.running.client("us-east-1_TestPool1", "web").secret);
  });

  it.each<View>([{ scheme: "light" }, { scheme: "dark" }, { width: 375 }])(
    "can be read, named and held on a screen: %j",
    async (view) => {
      await open("", view);
      await page.until("document.querySelector('#invocations > .failure summary')");
      await press("#invocations > .failure summary");
      await page.until("document.querySelector('#invocations .behind')");

      expect(await page.run(contrastFailures)).toEqual([]);
      expect(await page.run(namelessControls)).toEqual([]);
      expect(await page.run("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    },
  );
});
