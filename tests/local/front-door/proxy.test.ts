import { once } from "node:events";
import { type IncomingHttpHeaders, type RequestListener, request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openFrontDoor } from "../../../local/front-door/index.js";
import { SECRET, send, startTestFrontDoor, startUpstream } from "./test-front-door.js";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const doorBefore = async (listener: RequestListener, upstreamTimeoutMs?: number): Promise<string> => {
  const upstream = await startUpstream(listener);
  closers.push(upstream.close);
  const frontDoor = await startTestFrontDoor({
    apiUrl: upstream.url,
    ...(upstreamTimeoutMs && { upstreamTimeoutMs }),
  });
  closers.push(frontDoor.close);
  return frontDoor.url;
};

it("answers 503 while what is behind it starts", async () => {
  const frontDoor = await openFrontDoor({ preferredPort: 0 });
  closers.push(frontDoor.close);

  expect(await send(frontDoor.url, "/api/account/me")).toMatchObject({ status: 503 });
  expect(await send(frontDoor.url, "/")).toMatchObject({ status: 503 });
});

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; rawHeaders: string[]; body: string };

/** Answers with the request as it arrived. */
const echo: RequestListener = async (incoming, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method, url, headers, rawHeaders } = incoming;
  response.end(JSON.stringify({ method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString() }));
};

const seenOf = async (url: string, path: string, options?: Parameters<typeof send>[2]): Promise<Seen> =>
  JSON.parse((await send(url, path, options)).text) as Seen;

describe("a request", () => {
  it.each(["GET", "PUT", "PATCH", "POST", "DELETE", "OPTIONS"])(
    "passes as %s with path, query and body",
    async (method) => {
      const url = await doorBefore(echo);
      const body = method === "GET" ? "" : '{"ü":1}';
      const headers = { "transfer-encoding": "chunked" };
      const seen = await seenOf(url, "/api/a%20b/c?x=1&y=%2F?", { method, body, ...(body && { headers }) });

      expect(seen).toMatchObject({ method, url: "/api/a%20b/c?x=1&y=%2F?", body });
    },
  );

  it("keeps cookies and headers, in their casing", async () => {
    const url = await doorBefore(echo);
    const headers = { Cookie: "__Host-refresh=abc; other=1", "X-Account-Id": "acc-1" };
    const { rawHeaders } = await seenOf(url, "/api/x", { headers });

    expect(rawHeaders).toEqual(expect.arrayContaining(["Cookie", "__Host-refresh=abc; other=1"]));
    expect(rawHeaders).toEqual(expect.arrayContaining(["X-Account-Id", "acc-1"]));
  });

  it("has no hop-by-hop headers and none that Connection names", async () => {
    const url = await doorBefore(echo);
    const headers = {
      connection: "close, X-Hop",
      "x-hop": "1",
      te: "trailers",
      "proxy-authorization": "Basic x",
    };
    const seen = await seenOf(url, "/api/x", { headers });

    for (const name of ["x-hop", "te", "proxy-authorization", "keep-alive"])
      expect(seen.headers).not.toHaveProperty(name);
  });

  it("has only the caller's address as forwarded address, and the secret, whatever the caller sends", async () => {
    const url = await doorBefore(echo);
    const headers = {
      "X-Forwarded-For": "6.6.6.6",
      "x-forwarded-host": "evil.example",
      forwarded: "for=6.6.6.6",
      "x-real-ip": "6.6.6.6",
      "X-Front-Door": "guess",
    };
    const seen = await seenOf(url.replace("localhost", "127.0.0.1"), "/api/x", { headers });

    expect(seen.headers["x-forwarded-for"]).toBe("127.0.0.1");
    expect(seen.headers[SECRET.header]).toBe(SECRET.value);
    expect(JSON.stringify(seen)).not.toMatch(/6\.6\.6\.6|evil|guess/);
  });

  it("names the API as its host, not what the caller sent", async () => {
    const url = await doorBefore(echo);
    const { headers } = await seenOf(url, "/api/x", { headers: { host: "localhost:1" } });

    expect(headers.host).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(headers.host).not.toBe("localhost:1");
  });

  it("with an empty body has Content-Length 0 if its method takes a body", async () => {
    const url = await doorBefore(echo);
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    const chunks: Buffer[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);

    expect(Buffer.concat(chunks).toString()).toContain('"content-length":"0"');
    expect((await seenOf(url, "/api/x")).headers).not.toHaveProperty("content-length");
  });

  it("reaches the API while it is still being sent", async () => {
    const started = deferred();
    const url = await doorBefore((incoming, response) => {
      incoming.once("data", (chunk: Buffer) => started.resolve(chunk.toString()));
      incoming.once("end", () => response.end());
    });
    const outgoing = request(`${url}/api/x`, { method: "POST" });
    outgoing.write("first");

    expect(await started.promise).toBe("first");
    outgoing.end("last");
    await once(outgoing, "response");
  });

  it("is ended towards the API when the caller leaves", async () => {
    const arrived = deferred();
    const ended = deferred();
    const url = await doorBefore((_, response) => {
      response.once("close", () => ended.resolve(""));
      response.write("begun");
      arrived.resolve("");
    });
    const controller = new AbortController();
    const answer = await fetch(`${url}/api/x`, { signal: controller.signal });
    await arrived.promise;
    controller.abort();

    await ended.promise;
    expect(answer.status).toBe(200);
  });
});

describe("an answer", () => {
  it("keeps status, every cookie as it was set, and the body's bytes", async () => {
    const cookies = ["__Host-refresh=a; Path=/; Secure; HttpOnly; SameSite=Strict", "b=2; Path=/"];
    const url = await doorBefore((_, response) => {
      response.writeHead(409, { "Set-Cookie": cookies, "Content-Type": "application/problem+json" });
      response.end('{"title":"Conflict"}');
    });
    const { status, headers, text } = await send(url, "/api/x");

    expect({ status, cookies: headers["set-cookie"], text }).toEqual({
      status: 409,
      cookies,
      text: '{"title":"Conflict"}',
    });
  });

  it("loses hop-by-hop headers", async () => {
    const url = await doorBefore((_, response) => {
      response.writeHead(200, {
        connection: "close, x-hop",
        "x-hop": "1",
        "proxy-authenticate": "Basic",
        "x-kept": "1",
      });
      response.end();
    });
    const { headers } = await send(url, "/api/x");

    expect(headers).toMatchObject({ "x-kept": "1" });
    expect(headers).not.toHaveProperty("x-hop");
    expect(headers).not.toHaveProperty("proxy-authenticate");
  });

  it("reaches the caller while it is still being sent", async () => {
    const release = deferred();
    const url = await doorBefore((_, response) => {
      response.write("first");
      void release.promise.then(() => response.end("last"));
    });
    const reader = (await fetch(`${url}/api/x`)).body?.getReader();

    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first");
    release.resolve("");
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("last");
  });

  it("that is interrupted is also interrupted for the caller", async () => {
    const url = await doorBefore((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("part", () => response.destroy());
    });
    await expect(send(url, "/api/x")).rejects.toThrow();
  });
});

describe("an API that fails", () => {
  it("is a 502 problem when it cannot be reached", async () => {
    const frontDoor = await startTestFrontDoor();
    closers.push(frontDoor.close);
    const { status, headers, text } = await send(frontDoor.url, "/api/x", { method: "POST", body: "{}" });

    expect(status).toBe(502);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(text)).toMatchObject({ status: 502, code: "upstream_unreachable" });
  });

  it("is a 504 problem when it is silent", async () => {
    const url = await doorBefore(() => undefined, 30);
    expect(JSON.parse((await send(url, "/api/x")).text)).toMatchObject({
      status: 504,
      code: "upstream_timeout",
    });
  });
});

describe("the path to the API", () => {
  it.each([
    "/api/../_local/stack",
    "/api/%2e%2e/x",
    "/api/.%2E/x",
    "/api/x/..",
    "/api/..%2fx",
    "/api\\..\\x",
    "/api/%5c..",
    "//api/x",
    "http://127.0.0.1/api/x",
  ])("is not %s", async (path) => {
    const url = await doorBefore(echo);
    expect((await send(url, path)).status).toBe(400);
  });

  it("may hold dots within names", async () => {
    const url = await doorBefore(echo);
    expect((await seenOf(url, "/api/v1.2/a..b/.well-known")).url).toBe("/api/v1.2/a..b/.well-known");
  });

  it.each(["TRACE", "PROPFIND"])("is closed to %s", async (method) => {
    const url = await doorBefore(echo);
    expect((await send(url, "/api/x", { method })).status).toBe(405);
  });

  it("rejects a request with two definitions of its body length", async () => {
    const url = await doorBefore(echo);
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write(
      "POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    );
    const [answer] = (await once(socket, "data")) as [Buffer];
    socket.destroy();

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

function deferred() {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
