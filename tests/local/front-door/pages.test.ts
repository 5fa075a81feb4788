import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createInbox } from "../../../local/inbox/index.js";
import { waitUntil } from "../../../packages/local-aws/tests/support/wait-until.js";
import { createFeed, eventsOf, send, startTestFrontDoor, startUpstream } from "./test-front-door.js";

const feed = createFeed([{ id: 1 }, { id: 2 }]);
let inbox: ReturnType<typeof createInbox>;
let frontDoor: Awaited<ReturnType<typeof startTestFrontDoor>>;
beforeEach(async () => {
  inbox = createInbox();
  frontDoor = await startTestFrontDoor({ inbox, auditEvents: feed });
});
afterEach(() => frontDoor.close());

const message = (to: string) => ({
  channel: "EMAIL" as const,
  to,
  body: "Your code is 1.",
  code: "1",
  triggerSource: "CustomMessage_SignUp",
  poolId: "p",
  username: to,
  at: 0,
});

describe("a page", () => {
  it.each([
    ["/", "Start", "text/html; charset=utf-8"],
    ["/inbox", "Inbox", "text/html; charset=utf-8"],
    ["/page.css", "margin", "text/css; charset=utf-8"],
  ])("is served at %s", async (path, content, type) => {
    const { status, headers, text } = await send(frontDoor.url, path);
    expect({ status, type: headers["content-type"] }).toEqual({ status: 200, type });
    expect(text).toContain(content);
  });

  it("has headers that restrict scripts, frames and referrers", async () => {
    const { headers } = await send(frontDoor.url, "/");
    const policy = String(headers["content-security-policy"]);

    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
  });

  it.each(["/index.html", "/notes.md", "/nothing", "/page.js", "/page%2ecss", "/_local/nothing", "/api"])(
    "is not found at %s",
    async (path) => {
      const { status, headers } = await send(frontDoor.url, path);
      expect({ status, type: headers["content-type"] }).toEqual({
        status: 404,
        type: "application/problem+json",
      });
    },
  );

  it.each(["/../package.json", "/%2e%2e/secret.css", "/..%2fsecret.css", "/\\..\\secret.css"])(
    "is never outside the folder: %s",
    async (path) => {
      expect((await send(frontDoor.url, path)).status).toBe(400);
    },
  );

  it("answers HEAD without a body, and no other method", async () => {
    expect(await send(frontDoor.url, "/", { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
    expect((await send(frontDoor.url, "/", { method: "POST" })).status).toBe(405);
  });
});

describe("local facts", () => {
  it("show the stack and the messages of one address, to this origin only", async () => {
    inbox.deliver(message("ada@example.com"));
    inbox.deliver(message("bob@example.com"));
    const stack = await send(frontDoor.url, "/_local/stack");
    const messages = await send(frontDoor.url, "/_local/inbox?to=ADA%40example.com");

    expect(JSON.parse(stack.text)).toMatchObject({ name: "stack" });
    expect(JSON.parse(messages.text).messages).toMatchObject([{ to: "ada@example.com", code: "1" }]);
    expect(messages.headers).toMatchObject({ "cross-origin-resource-policy": "same-origin" });
    expect(messages.headers).not.toHaveProperty("access-control-allow-origin");
    expect((await send(frontDoor.url, "/_local/inbox", { method: "POST" })).status).toBe(405);
  });

  it("show a mail as untrusted content: in a frame, without scripts, pictures or an origin", async () => {
    const html = "<html><head><title>Hi</title></head><body>Your code is 1</body></html>";
    inbox.deliver({ ...message("ada@example.com"), html });
    inbox.deliver(message("plain@example.com"));
    const [plain, mail] = inbox.list();
    const shown = await send(frontDoor.url, `/_local/inbox/mail?id=${mail?.id}`);
    expect(shown.text).toContain("Your code is 1");
    expect(shown.headers["content-type"]).toBe("text/html; charset=utf-8");
    const policy = String(shown.headers["content-security-policy"]);
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox /,
    );
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|img-src/);
    for (const path of [`inbox/mail?id=${plain?.id}`, "inbox/mail?id=99", "inbox/mail", "messages/mail"])
      expect((await send(frontDoor.url, `/_local/${path}`)).status).toBe(404);
  });

  it("pass on the JSON of other parts, with our headers in place of theirs", async () => {
    const part = await startUpstream((request, response) => {
      response.setHeader("content-security-policy", "theirs");
      response.end(JSON.stringify({ asked: request.url }));
    });
    const other = await startTestFrontDoor({ invocationsUrl: `${part.url}/_local/calls` });
    const { headers, text } = await send(other.url, "/_local/invocations?limit=5");

    expect(JSON.parse(text)).toEqual({ asked: "/_local/calls?limit=5" });
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect((await send(other.url, "/_local/logs")).status).toBe(404);
    await other.close();
    await part.close();
  });
});

describe("a stream of events", () => {
  it("begins with the recent audit events and goes on with each that arrives", async () => {
    const events = eventsOf(await fetch(`${frontDoor.url}/_local/audit`));
    expect((await events.next()).value).toEqual({ id: 1 });
    expect((await events.next()).value).toEqual({ id: 2 });

    feed.publish({ id: 3, text: "two\nlines\u2028" });
    expect((await events.next()).value).toEqual({ id: 3, text: "two\nlines\u2028" });
    await events.return(undefined);
  });

  it("stops listening when its reader leaves", async () => {
    const controller = new AbortController();
    await fetch(`${frontDoor.url}/_local/audit`, { signal: controller.signal });
    expect(feed.listening()).toBe(1);

    controller.abort();
    await waitUntil(() => feed.listening() === 0);
  });

  it("brings messages, oldest first", async () => {
    inbox.deliver(message("ada@example.com"));
    inbox.deliver(message("bob@example.com"));
    const events = eventsOf(await fetch(`${frontDoor.url}/_local/inbox/events`));

    expect((await events.next()).value).toMatchObject({ id: 1 });
    expect((await events.next()).value).toMatchObject({ id: 2 });
    inbox.deliver(message("eve@example.com"));
    expect((await events.next()).value).toMatchObject({ id: 3, to: "eve@example.com" });
    await events.return(undefined);
  });
});
