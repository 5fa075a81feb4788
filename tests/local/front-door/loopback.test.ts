/** The addresses, names and ports by which programs and browsers on this machine reach the site. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { listen } from "../../../local/front-door/listen.js";
import { createFeed, send, startTestFrontDoor, startUpstream } from "./test-front-door.js";

const interfaces = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
const hasIpv6 = interfaces.some(({ address }) => address === "::1");
const withIpv6 = hasIpv6 ? it : it.skip;
const ADDRESSES = hasIpv6 ? ["127.0.0.1", "[::1]"] : ["127.0.0.1"];

const feed = createFeed();
const closers: (() => unknown)[] = [];
let api: Awaited<ReturnType<typeof startUpstream>>;
let frontDoor: Awaited<ReturnType<typeof startTestFrontDoor>>;
beforeEach(async () => {
  api = await startUpstream(({ method, url }, response) => response.end(`API: ${method} ${url}`));
  closers.push(api.close);
  frontDoor = await startTestFrontDoor({ apiUrl: api.url, auditEvents: feed });
  closers.push(frontDoor.close);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const listenAt = async (server: Server, port: number, address: string): Promise<number> => {
  await once(server.listen(port, address), "listening");
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
};
/** A port that another program has on one address. */
const takenOn = (address: string): Promise<number> => listenAt(createServer(), 0, address);

describe("the Host header", () => {
  it.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil-localhost",
    "127.0.0.1@evil",
    "127.0.0.2",
    "127.1",
    "[::2]",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
    ".localhost",
    "localhost.",
    "evil..localhost",
    "a_b.localhost",
    "localhost:x",
  ])("may not be %j, on any address or path", async (host) => {
    for (const address of ADDRESSES)
      for (const path of ["/", "/_local/stack", "/api/x", "/auth/x", "/test/x"])
        expect((await send(`http://${address}:${frontDoor.port}`, path, { headers: { host } })).status).toBe(
          421,
        );
  });

  it.each(["HTTP/1.1\r\nHost:", "HTTP/1.0"])("may not be empty or absent: %j", async (version) => {
    const socket = connect(frontDoor.port, "127.0.0.1");
    socket.write(`GET / ${version}\r\n\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 421 /);
  });

  it.each(["localhost", "LOCALHOST:8080", "shop.localhost", "a.shop.localhost:1"])(
    "may be %s, which is not redirected",
    async (host) => {
      for (const [path, text] of [
        ["/", "Start"],
        ["/_local/stack", '"name":"stack"'],
        ["/auth/signin?a=1", "API: GET /auth/signin?a=1"],
      ] as const) {
        const answer = await send(frontDoor.url, path, { headers: { host } });
        expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(text)]);
      }
    },
  );
});

describe.each(["127.0.0.1", "127.0.0.1:4300", "[::1]", "[::1]:80"])("by the address %s", (host) => {
  it.each(["/", "/inbox?to=a%40b&x=/../", "/page.css", "/nothing", "/api", "/auth/signin?provider=Google"])(
    "the page %s is redirected to localhost",
    async (path) => {
      const { status, headers, text } = await send(frontDoor.url, path, { headers: { host } });
      expect([status, headers.location, text]).toEqual([307, `${frontDoor.url}${path}`, ""]);
    },
  );

  it("a path that leads elsewhere is refused, not redirected", async () => {
    for (const path of ["//evil.example/", "/\\evil.example/", "http://evil.example/"])
      expect((await send(frontDoor.url, path, { headers: { host } })).status).toBe(400);
  });

  it("the API answers every method, and local facts answer", async () => {
    for (const path of ["/api/account/session?x=1", "/test/plain"])
      for (const method of ["GET", "POST"])
        expect(await send(frontDoor.url, path, { method, headers: { host } })).toMatchObject({
          status: 200,
          text: `API: ${method} ${path}`,
        });
    for (const path of ["/_local/stack", "/_local/inbox", "/_local/messages"])
      expect((await send(frontDoor.url, path, { headers: { host } })).status).toBe(200);
  });

  it("/auth/ answers everything except a navigation", async () => {
    const path = "/auth/signout?x=1";
    for (const [method, mode] of [
      ["POST", "navigate"],
      ["GET", "cors"],
      ["GET", "same-origin"],
    ] as const) {
      const headers = { host, "sec-fetch-mode": mode };
      const { status, text } = await send(frontDoor.url, path, { method, headers });
      expect([status, text]).toEqual([200, `API: ${method} ${path}`]);
    }
    const navigation = await send(frontDoor.url, path, { headers: { host, "sec-fetch-mode": "navigate" } });
    expect([navigation.status, navigation.headers.location]).toEqual([307, `${frontDoor.url}${path}`]);
  });
});

describe("the addresses", () => {
  it("are all loopback addresses of the machine, at one port, by the name localhost", async () => {
    expect(frontDoor.url).toBe(`http://localhost:${frontDoor.port}`);
    for (const address of [...ADDRESSES, "localhost"])
      expect(
        await send(`http://${address}:${frontDoor.port}`, "/", { headers: { host: "localhost" } }),
      ).toMatchObject({ status: 200, text: expect.stringContaining("Start") });
  });

  it("are those that the machine has: without IPv6, only 127.0.0.1", async () => {
    const notOfThisMachine = "2001:db8::1";
    const { port, close } = await listen(() => createServer((_, response) => response.end("here")), {}, [
      "127.0.0.1",
      notOfThisMachine,
    ]);
    closers.push(close);
    expect((await send(`http://127.0.0.1:${port}`, "/")).text).toBe("here");
    await expect(listen(createServer, {}, [notOfThisMachine])).rejects.toThrow(/EADDRNOTAVAIL|EAFNOSUPPORT/);
  });

  it("are free again after close, which ends the open streams of each", async () => {
    const streams = await Promise.all(
      ADDRESSES.map((address) => fetch(`http://${address}:${frontDoor.port}/_local/audit`)),
    );
    const reads = streams.map((stream) => stream.text());
    const ended = Promise.allSettled(reads);
    expect(feed.listening()).toBe(ADDRESSES.length);
    await frontDoor.close();

    expect((await ended).map(({ status }) => status)).toEqual(ADDRESSES.map(() => "rejected"));
    expect(feed.listening()).toBe(0);
    const again = await startTestFrontDoor({ port: frontDoor.port });
    closers.push(again.close);
    expect(again.port).toBe(frontDoor.port);
  });
});

describe("a port that is taken", () => {
  const onEach = ["127.0.0.1", ...(hasIpv6 ? ["::1"] : [])];

  it.each(onEach)(
    "on %s only: the next free one replaces a preferred one, and is reported",
    async (address) => {
      const taken = await takenOn(address);
      const other = await startTestFrontDoor({ preferredPort: taken });
      closers.push(other.close);

      expect(other.port).toBeGreaterThan(taken);
      expect(other.port).toBeLessThan(taken + 20);
      expect(other.url).toBe(`http://localhost:${other.port}`);
      for (const each of ADDRESSES)
        expect((await send(`http://${each}:${other.port}`, "/_local/stack")).status).toBe(200);
    },
  );

  it.each(onEach)(
    "on %s only: a required one is an error, and the other address stays free",
    async (address) => {
      const taken = await takenOn(address);
      await expect(startTestFrontDoor({ port: taken })).rejects.toThrow("EADDRINUSE");
      for (const free of onEach.filter((each) => each !== address))
        expect(await listenAt(createServer(), taken, free)).toBe(taken);
    },
  );

  withIpv6("on ::1 only: any free port is another one", async () => {
    const opened: Server[] = [];
    let taken = 0;
    const open = (): Server => {
      const [first] = opened;
      if (opened.length === 1 && first) {
        taken = (first.address() as AddressInfo).port;
        const other = createServer().listen(taken, "::1");
        closers.push(() => other.close());
      }
      const server = createServer();
      opened.push(server);
      return server;
    };
    const { port, close } = await listen(open, { port: 0 });
    closers.push(close);
    expect(taken).toBeGreaterThan(0);
    expect(port).not.toBe(taken);
    expect(opened.map(({ listening }) => listening)).toEqual([false, false, true, true]);
  });
});
