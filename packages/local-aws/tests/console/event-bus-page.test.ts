import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { DeclaredRule } from "../../src/event-bus/index.js";
import { arnOf, type BusFixture, busFixture, closeFixtures } from "../event-bus/bus-fixture.js";
import { browserPresent, openBrowser, type Page, type View } from "../support/browser.js";
import { contrastFailures, namelessControls } from "../support/page-checks.js";

// Without a Chromium (set CHROMIUM to its path) these rules cannot be seen to hold.
const inBrowser = browserPresent ? describe : describe.skip;

const RULES: DeclaredRule[] = [
  {
    name: "to-log",
    busName: "audit",
    eventPattern: { source: ["app"] },
    targets: [{ Id: "log", Arn: arnOf.logGroup("/app/audit") }],
  },
  {
    name: "to-function",
    busName: "audit",
    eventPattern: { detail: { failed: [true] } },
    targets: [
      {
        Id: "busy",
        Arn: arnOf.function("busy"),
        RetryPolicy: { MaximumRetryAttempts: 2 },
        DeadLetterConfig: { Arn: arnOf.queue("dlq") },
      },
    ],
  },
];

inBrowser("the page of the event bus", () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let fixture: BusFixture;
  let page: Page;
  beforeAll(async () => {
    fixture = await busFixture({
      buses: [{ name: "audit", arn: arnOf.bus("audit") }],
      rules: RULES,
      archives: [{ name: "history", sourceArn: arnOf.bus("audit") }],
      invoke: async () => ({ statusCode: 429, payload: "" }),
      backoffMs: () => 1,
    });
    browser = await openBrowser();
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    await closeFixtures();
  });

  const put = async (type: string, failed: boolean, EventBusName = "audit"): Promise<void> => {
    const entry = { EventBusName, Source: "app", DetailType: type, Detail: JSON.stringify({ failed }) };
    await fixture.client.send(new PutEventsCommand({ Entries: [entry] }));
    await fixture.bus.idle();
  };
  const open = async (view: View = {}): Promise<Page> => {
    page = await browser.open(`${fixture.bus.url}/_local/`, view);
    await page.until("document.querySelector('.state.live')");
    return page;
  };
  const text = (selector: string): Promise<string> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).innerText`);
  const lines = (list: string): Promise<string[]> =>
    page.run(`[...document.querySelectorAll('${list} > li:not([hidden])')].map((li) => li.innerText)`);
  const type = (selector: string, value: string): Promise<unknown> =>
    page.run(`{ const field = document.querySelector(${JSON.stringify(selector)});
      field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event("input", { bubbles: true })) }`);
  const press = (selector: string): Promise<unknown> =>
    page.run(`document.querySelector(${JSON.stringify(selector)}).click()`);

  it("shows each event with its rules and deliveries, also those that were given up", async () => {
    await open();
    await put("signin.succeeded", false);
    await put("signin.failed", true);
    await page.until("document.querySelector('#events > .failure')");
    expect(await lines("#events")).toEqual([
      expect.stringMatching(/signin\.failed.*bus audit.*to-function.*1 given up, 1 delivered/s),
      expect.stringMatching(/signin\.succeeded.*to-log.*1 delivered.*ok/s),
    ]);

    await press("#events > .failure summary");
    await page.until("document.querySelector('#events .behind')");
    expect(await text("#events .behind table")).toMatch(
      /function:busy\s+given up\s+3 × THROTTLING \(The function is throttled\.\), given up: MaximumRetryAttempts/,
    );
    expect(JSON.parse(await text("#events .behind pre"))).toMatchObject({ detail: { failed: true } });
    expect(page.problems()).toEqual([]);
  });

  it("narrows events by bus and text, deliveries by state, arrivals by place", async () => {
    await put("stray", false, "default");
    await open();
    await page.until("document.querySelectorAll('#events > li').length === 3");
    await page.until("document.querySelectorAll('#arrivals > li').length === 3");
    await type("#filter-bus", "default");
    expect(await lines("#events")).toEqual([expect.stringMatching(/stray.*no rule matched/s)]);
    await type("#filter-bus", "");
    await type("#filter-text", "signin.SUCC");
    expect(await lines("#events")).toHaveLength(1);
    await type("#filter-state", "given up");
    expect(await lines("#deliveries")).toEqual([
      expect.stringMatching(/to-function.*dead letter to dlq.*3 tries/s),
    ]);
    await type("#filter-place", "queue dlq");
    expect(await lines("#arrivals")).toEqual([expect.stringMatching(/THROTTLING: .*after 2 retries/s)]);
  });

  it("shows rules, patterns, targets and archives", async () => {
    await open();
    await page.until("document.querySelector('#archives table')");

    expect(await text("#buses")).toMatch(
      /to-function.*"failed":\[true\].*function:busy.*2 retries, then dlq/s,
    );
    expect(await text("#archives")).toMatch(/history\s+audit\s+every event\s+2 \(/);
    expect(await text("#replays")).toBe("No replay was started.");
  });

  it("sets faults, shows what is still to come, and ends them", async () => {
    await open();
    await type("#fault-throttled", "2");
    await type("#fault-entries", "1");
    await press("#fault-form .primary");
    await page.until("document.querySelectorAll('#faults > li').length === 2");
    expect(await text("#faults")).toMatch(/next entry is refused with InternalFailure.*next 2 requests/s);
    expect(fixture.bus.faults.waiting()).toMatchObject({ throttleRequests: 2, failEntries: { count: 1 } });

    await press("#end-faults");
    await page.until("document.querySelectorAll('#faults > li').length === 0");
    expect(fixture.bus.faults.waiting()).toEqual({});
  });

  it.each<View>([{ scheme: "light" }, { scheme: "dark" }, { width: 375 }])(
    "can be read, named and held on a screen: %j",
    async (view) => {
      await open(view);
      await page.until("document.querySelector('#events > .failure summary')");
      await press("#events > .failure summary");
      await page.until("document.querySelector('#events .behind')");

      expect(await page.run(contrastFailures)).toEqual([]);
      expect(await page.run(namelessControls)).toEqual([]);
      expect(await page.run("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    },
  );
});
