import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import type { DeclaredRule } from "../../src/event-bus/index.js";
import { arnOf, type BusFixture, busFixture, closeFixtures } from "../event-bus/bus-fixture.js";
import { browserForTests, inBrowser, problemsOf, type View } from "../support/browser.js";
import { accessibilityFailures, fitsWidth } from "../support/page-checks.js";

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
  const openPage = browserForTests();
  let fixture: BusFixture;
  beforeAll(async () => {
    fixture = await busFixture({
      buses: [{ name: "audit", arn: arnOf.bus("audit") }],
      rules: RULES,
      archives: [{ name: "history", sourceArn: arnOf.bus("audit") }],
      invoke: async () => ({ statusCode: 429, payload: "" }),
      backoffMs: () => 1,
    });
  });
  afterAll(() => closeFixtures());

  const put = async (type: string, failed: boolean, EventBusName = "audit"): Promise<void> => {
    const entry = { EventBusName, Source: "app", DetailType: type, Detail: JSON.stringify({ failed }) };
    await fixture.client.send(new PutEventsCommand({ Entries: [entry] }));
    await fixture.bus.idle();
  };
  const open = async (view: View = {}): Promise<Page> => {
    const page = await openPage(`${fixture.bus.url}/_local/`, view);
    await page.locator("#state.live").waitFor();
    return page;
  };
  const lines = (page: Page, list: string): Promise<string[]> =>
    page.locator(`${list} > li:visible`).allInnerTexts();
  const shownText = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).allInnerTexts()).join("\n");
  const openFailure = async (page: Page): Promise<void> => {
    await page.locator("#events > .failure summary").first().click();
    await page.locator("#events .behind").waitFor();
  };

  it("shows each event with its rules and deliveries, also those that were given up", async () => {
    const page = await open();
    await put("signin.succeeded", false);
    await put("signin.failed", true);
    await page.locator("#events > .failure").waitFor();
    expect(await lines(page, "#events")).toEqual([
      expect.stringMatching(/signin\.failed.*bus audit.*to-function.*1 given up, 1 delivered/s),
      expect.stringMatching(/signin\.succeeded.*to-log.*1 delivered.*ok/s),
    ]);

    await openFailure(page);
    expect(await shownText(page, "#events .behind table")).toMatch(
      /function:busy\s+given up\s+3 × THROTTLING \(The function is throttled\.\), given up: MaximumRetryAttempts/,
    );
    expect(JSON.parse(await shownText(page, "#events .behind pre"))).toMatchObject({
      detail: { failed: true },
    });
    expect(await problemsOf(page)).toEqual([]);
  });

  it("narrows events by bus and text, deliveries by state, arrivals by place", async () => {
    await put("stray", false, "default");
    const page = await open();
    for (const list of ["#events", "#arrivals"]) {
      await page.locator(`${list} > li`).nth(2).waitFor();
      expect(await page.locator(`${list} > li`).count()).toBe(3);
    }
    await page.selectOption("#filter-bus", "default");
    expect(await lines(page, "#events")).toEqual([expect.stringMatching(/stray.*no matching rule/s)]);
    await page.selectOption("#filter-bus", "");
    await page.fill("#filter-text", "signin.SUCC");
    expect(await lines(page, "#events")).toHaveLength(1);
    await page.selectOption("#filter-state", "given up");
    expect(await lines(page, "#deliveries")).toEqual([
      expect.stringMatching(/to-function.*dead letter to dlq.*3 tries/s),
    ]);
    await page.selectOption("#filter-place", "queue dlq");
    expect(await lines(page, "#arrivals")).toEqual([expect.stringMatching(/THROTTLING: .*after 2 retries/s)]);
  });

  it("shows rules, patterns, targets and archives", async () => {
    const page = await open();
    await page.locator("#archives table").waitFor();

    expect(await shownText(page, "#archives table")).toMatch(/history\s+audit\s+every event\s+2 \(/);
    expect(await shownText(page, "#buses")).toMatch(
      /to-function.*"failed":\[true\].*function:busy.*2 retries, then dlq/s,
    );
    expect(await shownText(page, "#replays")).toBe("No replays have been started.");
  });

  it("sets faults, shows the pending ones, and ends them", async () => {
    const page = await open();
    await page.fill("#fault-throttled", "2");
    await page.fill("#fault-entries", "1");
    await page.click("#fault-form .primary");
    await page.locator("#faults > li").nth(1).waitFor();
    expect(await page.locator("#faults > li").count()).toBe(2);
    expect(await shownText(page, "#faults")).toMatch(
      /next entry is rejected with InternalFailure.*next 2 requests/s,
    );
    expect(fixture.bus.faults.waiting()).toMatchObject({ throttleRequests: 2, failEntries: { count: 1 } });

    await page.click("#end-faults");
    await page.locator("#faults > li").first().waitFor({ state: "detached" });
    expect(fixture.bus.faults.waiting()).toEqual({});
  });

  it("shows that each list is empty, after the service has answered", async () => {
    const empty = await busFixture({});
    const page = await openPage(`${empty.bus.url}/_local/`);
    await page.locator("#state.live").waitFor();

    expect(await page.textContent("#events-empty")).toBe("No events yet.");
    expect(await page.textContent("#deliveries-empty")).toBe("No deliveries yet.");
  });

  it.each<View>([{ scheme: "light" }, { scheme: "dark" }, { width: 375 }])(
    "can be read, named and held on a screen: %j",
    async (view) => {
      const page = await open(view);
      await openFailure(page);

      expect(await accessibilityFailures(page)).toEqual([]);
      expect(await fitsWidth(page)).toBe(true);
    },
  );
});
