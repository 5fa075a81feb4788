import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  sendJson,
  startServer,
  type TestServer,
} from "../../../../packages/local-aws/tests/support/http-server.js";
import { httpLegacySystem } from "../../../../shared/adapters/legacy/http-system.js";
import { asyncDeadline } from "../../../../shared/adapters/node/async-deadline.js";
import { AuthError } from "../../../../shared/domain/errors.js";
import { Secret } from "../../../../shared/domain/secret.js";
import { NOW } from "../../../support/users.js";

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const deadline = asyncDeadline();
const secrets = { value: async () => new Secret("bearer-c4nary") };
const deps = { secrets, deadline, clock: { now: () => new Date(NOW) } };

/** A legacy system that answers every question alike. */
const legacySystem = async (answer: (response: ServerResponse) => void, deadlineMs = 2_000) => {
  const server = await startServer((_, response) => answer(response));
  servers.push(server);
  const system = httpLegacySystem({ url: `${server.url}/base?x=1`, secret: "name", deadlineMs }, deps);
  return { server, system };
};

const user = {
  id: 42,
  email: "ada@example.com",
  email_verified: true,
  name: "Ada",
  role: "Admin",
  age: 36,
};
const verifying = async (answer: (response: ServerResponse) => void, deadlineMs?: number) =>
  (await legacySystem(answer, deadlineMs)).system.verify("ada@example.com", "right");
const withBody =
  (body: string | Buffer, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.end(body);
  };
const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    sendJson(response, status, body);

describe("an explicit match", () => {
  it("is the user, with an id as text, and all other fields", async () => {
    expect(await verifying(json({ match: true, user }))).toEqual({
      kind: "match",
      user: {
        id: "42",
        email: "ada@example.com",
        emailVerified: true,
        fields: {
          id: "42",
          email: "ada@example.com",
          email_verified: "true",
          name: "Ada",
          role: "Admin",
          age: "36",
        },
      },
    });
  });

  it.each([undefined, false])(
    "has an unverified address when email_verified is %p",
    async (email_verified) => {
      const answer = await verifying(json({ match: true, user: { ...user, email_verified } }));
      expect(answer).toMatchObject({ kind: "match", user: { emailVerified: false } });
    },
  );

  it("at a forgotten password is a found user, asked for without a password", async () => {
    const { system, server } = await legacySystem(json({ found: true, user }));
    expect(await system.lookup("ada@example.com")).toMatchObject({ kind: "match", user: { id: "42" } });
    expect(server.seen.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ["/base/lookup", { username: "ada@example.com" }],
    ]);
  });
});

describe("what the legacy system is sent", () => {
  it("is one POST with the password in the body and the secret in the header, each nowhere else", async () => {
    const { system, server } = await legacySystem(json({ match: true, user }));
    await system.verify("ada@example.com", "password-c4nary");

    const [request] = server.seen;
    expect(server.seen).toHaveLength(1);
    expect(request).toMatchObject({
      method: "POST",
      path: "/base/verify",
      headers: { "content-type": "application/json", authorization: "Bearer bearer-c4nary" },
      body: JSON.stringify({ username: "ada@example.com", password: "password-c4nary" }),
    });
    const { authorization, ...headers } = request?.headers ?? {};
    expect(JSON.stringify(headers) + request?.path).not.toContain("c4nary");
    expect(request?.body).not.toContain("bearer-c4nary");
  });

  it("goes to the configured address, for every user name", async () => {
    const { system, server } = await legacySystem(json({}, 404));
    for (const name of ["http://127.0.0.1:9/", "//evil.example", "../admin", "@evil.example"]) {
      expect(await system.verify(name, "x")).toEqual({ kind: "refused" });
    }
    expect(new Set(server.seen.map(({ path }) => path))).toEqual(new Set(["/base/verify"]));
  });
});

it.each([401, 403, 404])("%i is a refusal, whatever its body says", async (status) => {
  expect(await verifying(json({ match: true, user }, status))).toEqual({ kind: "refused" });
});

describe("a record that cannot be used, which says that the system is well,", () => {
  it.each([
    ["a user without an id", json({ match: true, user: { ...user, id: undefined } })],
    ["a user with an empty id", json({ match: true, user: { ...user, id: "" } })],
    ["a user without an address", json({ match: true, user: { ...user, email: null } })],
    ["an email_verified that is text", json({ match: true, user: { ...user, email_verified: "true" } })],
    // 9007199254740993 reads as 9007199254740992: two users would become one.
    [
      "an id that a number cannot hold",
      withBody('{"match":true,"user":{"id":9007199254740993,"email":"a@b.co"}}'),
    ],
    ["an id that is no whole number", json({ match: true, user: { ...user, id: 4.2 } })],
  ])("is %s", async (_, answer) => {
    expect(await verifying(answer)).toEqual({ kind: "unusable", reason: "record_malformed" });
  });

  it("is found without a password, too", async () => {
    const malformed = { ...user, email_verified: "yes" };
    const { system } = await legacySystem(json({ found: true, user: malformed }));
    expect(await system.lookup("ada@example.com")).toEqual({ kind: "unusable", reason: "record_malformed" });
  });
});

describe("no answer", () => {
  const unavailable = (reason: string) => ({ kind: "unavailable", reason });

  it.each([
    ["a page", withBody("<html>Welcome</html>", { "content-type": "text/html" })],
    ["an empty object", json({})],
    ["nothing", withBody("")],
    ["a list", json([{ match: true, user }])],
    ["a match that is text", json({ match: "true", user })],
    ["a mismatch with 200", json({ match: false, user })],
    ["a found user at a verification", json({ found: true, user })],
  ])("is %s with status 200", async (_, answer) => {
    expect(await verifying(answer)).toEqual(unavailable("not_an_answer"));
  });

  it.each([
    ["no user", { match: true }],
    ["null", { match: true, user: null }],
    ["a list", { match: true, user: [] }],
    ["a text", { match: true, user: "ada" }],
  ])("is not a match whose user is %s: that is this user's conflict", async (_, answer) => {
    expect(await verifying(json(answer))).toEqual({ kind: "unusable", reason: "record_malformed" });
  });

  it.each([201, 204, 400, 429, 500, 503])("is status %i", async (status) => {
    expect(await verifying((response) => response.writeHead(status).end())).toEqual(
      unavailable(`status_${status}`),
    );
  });

  it("is a redirect, which is not followed", async () => {
    const target = await legacySystem(json({ match: true, user }));
    const location = `${target.server.url}/verify`;
    expect(await verifying((response) => response.writeHead(307, { location }).end())).toEqual(
      unavailable("status_307"),
    );
    expect(target.server.seen).toEqual([]);
  });

  it("is a body of more than 64 KB", async () => {
    const padded = JSON.stringify({ match: true, user: { ...user, note: "x".repeat(64 * 1024) } });
    expect(await verifying(withBody(padded))).toEqual(unavailable("too_large"));
  });

  it("is a small body that unpacks to an enormous one", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, " "));
    expect(await verifying(withBody(bomb, { "content-encoding": "gzip" }))).toEqual(unavailable("too_large"));
  });

  it("is one that takes longer than the deadline", async () => {
    expect(await verifying(() => undefined, 100)).toEqual(unavailable("timeout"));
  });

  it("is one that drips", async () => {
    const drip = (response: ServerResponse) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(" "), 10);
      response.on("close", () => clearInterval(timer));
    };
    expect(await verifying(drip, 150)).toEqual(unavailable("timeout"));
  });

  it("is not called if the remaining time is too short for an answer and the steps after it", async () => {
    const { server, system } = await legacySystem(json({ match: true, user }));
    const answer = await deadline.within(600, () => system.verify("ada@example.com", "right"));
    expect(answer).toEqual(unavailable("no_time_left"));
    expect(server.seen).toEqual([]);
  });

  it("is an answer after the limit of the call", async () => {
    const { system } = await legacySystem(() => undefined, 60_000);
    const answer = await deadline.within(900, () => system.verify("ada@example.com", "right"));
    expect(answer).toEqual(unavailable("timeout"));
  });

  it("is one that takes longer than the floor of the request, which says nothing about the system", async () => {
    const { server, system } = await legacySystem(() => undefined);
    expect(await system.verify("ada@example.com", "right", 1_000)).toEqual(unavailable("floor_reached"));
    expect(await system.lookup("ada@example.com", 1_000)).toEqual(unavailable("floor_reached"));
    expect(server.seen).toHaveLength(2);
    expect(await system.verify("ada@example.com", "right", 0)).toEqual(unavailable("floor_reached"));
    expect(server.seen).toHaveLength(2);
  });

  it("is one that takes longer than the deadline, if the floor is later", async () => {
    const { system } = await legacySystem(() => undefined, 100);
    expect(await system.verify("ada@example.com", "right", 60_000)).toEqual(unavailable("timeout"));
  });

  it("is a connection that breaks, or none", async () => {
    expect(await verifying((response) => response.destroy())).toEqual(unavailable("unreachable"));
    const nowhere = httpLegacySystem({ url: "http://127.0.0.1:9", secret: "name", deadlineMs: 500 }, deps);
    expect(await nowhere.lookup("ada@example.com")).toEqual(unavailable("unreachable"));
  });

  it("is not called if the secret cannot be read", async () => {
    const { server } = await legacySystem(json({ match: true, user }));
    const locked = { value: () => Promise.reject(new AuthError("temporarily_unavailable")) };
    const system = httpLegacySystem(
      { url: server.url, secret: "name", deadlineMs: 500 },
      { ...deps, secrets: locked },
    );
    expect(await system.verify("ada@example.com", "right")).toEqual(unavailable("unreachable"));
    expect(server.seen).toEqual([]);
  });
});

describe("a connection", () => {
  it("is kept for the next question", async () => {
    const ports = new Set<number | undefined>();
    const server = await startServer((_, response) => {
      ports.add(response.socket?.remotePort);
      sendJson(response, 200, { found: true, user });
    });
    servers.push(server);
    const system = httpLegacySystem({ url: server.url, secret: "name", deadlineMs: 2_000 }, deps);
    for (let asked = 0; asked < 5; asked += 1) await system.lookup("ada@example.com");
    expect([ports.size, server.seen.length]).toEqual([1, 5]);
  });

  it("that was closed while the function slept is not an outage: the call is repeated over a new one", async () => {
    let asked = 0;
    const server = await startServer((_, response) => {
      asked += 1;
      if (asked === 2) response.socket?.destroy();
      else sendJson(response, 200, { found: true, user });
    });
    servers.push(server);
    const system = httpLegacySystem({ url: server.url, secret: "name", deadlineMs: 2_000 }, deps);
    expect(await system.lookup("ada@example.com")).toMatchObject({ kind: "match" });
    expect(await system.lookup("ada@example.com")).toMatchObject({ kind: "match" });
    expect(asked).toBe(3);
  });
});

it("reads an answer that is packed with gzip, and none that is packed otherwise", async () => {
  const packed = gzipSync(JSON.stringify({ match: true, user }));
  expect(await verifying(withBody(packed, { "content-encoding": "gzip" }))).toMatchObject({ kind: "match" });
  const cut = packed.subarray(0, packed.length - 12);
  expect(await verifying(withBody(cut, { "content-encoding": "gzip" }))).toMatchObject({
    kind: "unavailable",
  });
  expect(await verifying(withBody(packed, { "content-encoding": "br" }))).toEqual({
    kind: "unavailable",
    reason: "not_an_answer",
  });
});
