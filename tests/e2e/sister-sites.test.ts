/** Hosts of one parent domain in a real browser: the site, a sister site with a server of its own, and a host without rights. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { packageService } from "../../local/packaging/package-service.js";
import type { RunningStack } from "../../local/stack/index.js";
import { castLegacyActor, type LegacyActor } from "../../local/story/cast.js";
import { browserForTests, inBrowser } from "../../packages/local-aws/tests/support/browser.js";
import { signedAsService } from "./local-signature.js";
import { startOwnStack } from "./own-stack.js";

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
const freePort = async (): Promise<number> => {
  const server = await listening(createServer());
  const port = portOf(server);
  await closed(server);
  return port;
};

/** Names in the template, which is kept between runs, while the ports are new in each run. */
const DECLARED = { site: "http://id.shop.localhost:1", cms: "http://cms.shop.localhost:2" };

/** Without Google, because Cognito returns browsers to no http host but localhost. */
const withOrigins = async (origins: Readonly<Record<string, string>>) => {
  const params = {
    siteUrl: `${DECLARED.site}/`,
    ...{ sisterOrigins: DECLARED.cms, sisterDomain: "shop.localhost" },
  };
  const { artifacts, template } = await packageService(join(import.meta.dirname, "..", ".."), params);
  let text = await readFile(template, "utf8");
  for (const [declared, actual] of Object.entries(origins)) text = text.replaceAll(declared, actual);
  const changed = JSON.parse(text) as { Conditions: Record<string, unknown> };
  changed.Conditions.HasGoogle = { "Fn::Equals": ["with", "without"] };
  const folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-sister-"));
  const file = join(folder, "template.json");
  await writeFile(file, JSON.stringify(changed));
  return { folder, deployment: { artifacts, template: file, stage: "local", region: "us-east-1" } };
};

inBrowser("sister sites", () => {
  const openPage = browserForTests();
  let stack: RunningStack;
  let stop: () => Promise<void>;
  let sister: Server;
  let [site, cms, blog] = ["", "", ""];
  let actor: LegacyActor;

  /** The server of a sister site: its page asks it who is signed in, and it asks the introspection. */
  const whoIs = async (cookies = ""): Promise<object> => {
    const token = /(?:^|; )__Secure-sister-session=([^;]*)/.exec(cookies)?.[1];
    const answer = await fetch(`${stack.describe().urls.site}/api/token/validate`, {
      method: "POST",
      headers: signedAsService(stack.describe()),
      body: new URLSearchParams({ token: token ?? "none" }),
    });
    return {
      cookies: cookies.split("; ").map((each) => each.split("=")[0]),
      ...((await answer.json()) as object),
    };
  };

  beforeAll(async () => {
    sister = await listening(
      createServer((request, response) => {
        if (request.url !== "/who")
          return response.setHeader("content-type", "text/html").end("<title>CMS</title>");
        whoIs(request.headers.cookie).then(
          (found) => response.end(JSON.stringify(found)),
          (error) => response.writeHead(500).end(String(error)),
        );
        return response;
      }),
    );
    const port = await freePort();
    site = `http://id.shop.localhost:${port}`;
    cms = `http://cms.shop.localhost:${portOf(sister)}`;
    blog = `http://blog.shop.localhost:${portOf(sister)}`;
    const { folder, deployment } = await withOrigins({ [DECLARED.site]: site, [DECLARED.cms]: cms });
    try {
      ({ stack, stop } = await startOwnStack({ siteUrl: `${site}/` }, { port, deployment }));
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(stack.describe().urls.site).toBe(`http://localhost:${port}`);
  }, 240_000);
  afterAll(async () => {
    await stop();
    await closed(sister);
  });
  beforeEach(async () => {
    actor = await castLegacyActor(stack.describe());
  });

  const send = (page: Page, method: string, url: string, body?: object) =>
    page.evaluate(
      async ([method, url, text]) => {
        const headers = { "x-csrf": "1", "content-type": "application/json" };
        const init = { method, credentials: "include" } as const;
        const answer = await fetch(url, text === "" ? init : { ...init, headers, body: text }).catch(String);
        if (typeof answer === "string") return { failed: answer };
        const text2 = await answer.text();
        return { status: answer.status, body: text2 === "" ? {} : (JSON.parse(text2) as object) };
      },
      [method, url, body === undefined ? "" : JSON.stringify(body)] as const,
    );
  const signedIn = async (): Promise<Page> => {
    const page = await openPage(`${site}/`);
    const { email, password } = actor;
    const answer = await send(page, "POST", `${site}/api/account/signin`, { email, password });
    expect(answer).toMatchObject({ status: 200, body: { status: "signed_in" } });
    return page;
  };

  it("learn from their own cookie who is signed in, until the user signs out", async () => {
    const page = await signedIn();
    const at = await page.context().newPage();
    await at.goto(`${cms}/`);
    expect(await send(at, "GET", `${cms}/who`)).toMatchObject({
      body: {
        cookies: ["__Secure-sister-session"],
        active: true,
        user_id: actor.userId,
        account: { system_account_id: "acct_northwind", role: "Admin" },
      },
    });
    expect(await send(page, "POST", `${site}/api/account/signout`, {})).toMatchObject({ status: 204 });
    expect(await send(at, "GET", `${cms}/who`)).toEqual({
      status: 200,
      body: { cookies: [""], active: false },
    });
  }, 120_000);

  it("read and refresh the session from their pages, and pages of other hosts cannot", async () => {
    const page = await signedIn();
    await page.goto(`${cms}/`);
    expect(await send(page, "GET", `${site}/api/account/session`)).toMatchObject({
      body: { status: "signed_in", session: { user_id: actor.userId } },
    });
    expect(await send(page, "POST", `${site}/api/account/refresh`, {})).toMatchObject({ status: 200 });
    expect(await send(page, "GET", `${site}/api/account/me`)).toMatchObject({ status: 200 });
    expect(await send(page, "PATCH", `${site}/api/accounts/none`, { name: "x" })).toMatchObject({
      status: 403,
    });

    await page.goto(`${blog}/`);
    for (const [method, path, body] of [
      ["GET", "session", undefined],
      ["POST", "refresh", {}],
      ["POST", "signout", {}],
    ] as const) {
      expect(await send(page, method, `${site}/api/account/${path}`, body)).toEqual({
        failed: "TypeError: Failed to fetch",
      });
    }
    await page.goto(`${site}/`);
    expect(await send(page, "GET", `${site}/api/account/me`)).toMatchObject({ status: 200 });
  }, 120_000);
});
