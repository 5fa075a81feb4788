import { request } from "node:http";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { type FaultMode, type LegacySystem, startLegacySystem } from "../../../local/legacy-system/index.js";
import { waitUntil } from "../../../packages/local-aws/tests/support/wait-until.js";

let system: LegacySystem;
beforeEach(async () => {
  const ada = { id: "1", email: "ada@example.com", email_verified: true, password: "right" };
  system = await startLegacySystem({ token: "t", users: [ada] });
});
afterEach(() => system.close());

const verify = (signal?: AbortSignal, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${system.url}/verify`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer t", ...headers },
    body: JSON.stringify({ username: "ada@example.com", password: "right" }),
    ...(signal && { signal }),
  });

it("resets the connection while down, and can be switched on again", async () => {
  system.faults({ mode: "down" });
  await expect(verify()).rejects.toThrow();

  const answer = await fetch(`${system.url}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"mode":"ok"}',
  });
  expect(await answer.json()).toEqual({ mode: "ok" });
  expect((await verify()).status).toBe(200);
});

it("returns the right answer late in mode slow", async () => {
  system.faults({ mode: "slow", delayMs: 120 });
  const since = performance.now();

  expect(await (await verify()).json()).toMatchObject({ match: true });
  expect(performance.now() - since).toBeGreaterThanOrEqual(115);
});

it.each<[FaultMode, number, string]>([
  ["html", 200, "<!doctype html>"],
  ["empty", 200, "{}"],
  ["error500", 500, "internal_error"],
])("gives no usable answer in mode %s", async (mode, status, text) => {
  system.faults({ mode });
  const answer = await verify();

  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(text);
});

it("sends the right answer one byte at a time", async () => {
  system.faults({ mode: "drip", delayMs: 1 });
  const chunks: number[] = [];
  for await (const chunk of (await verify()).body ?? []) chunks.push(chunk.byteLength);

  expect(chunks.length).toBeGreaterThan(10);
  expect(Math.max(...chunks)).toBeLessThan(10);
});

it("sends a body of 64 MiB that never says match", async () => {
  system.faults({ mode: "bomb" });
  const answer = await verify();
  let size = 0;
  let start = "";
  for await (const chunk of answer.body ?? []) {
    if (size === 0) start = Buffer.from(chunk).toString();
    size += chunk.byteLength;
  }

  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(size).toBeGreaterThan(64 * 1024 * 1024);
  expect(start).toContain('"match":false');
});

it("sends the bomb uncompressed to a caller that takes no gzip, until the caller leaves", async () => {
  system.faults({ mode: "bomb" });
  const size = await new Promise<number>((resolve, reject) => {
    const headers = { authorization: "Bearer t", "content-type": "application/json" };
    request(`${system.url}/verify`, { method: "POST", headers }, (answer) => {
      let received = 0;
      answer.on("data", (chunk: Buffer) => {
        received += chunk.length;
        if (received > 1024 * 1024) answer.destroy();
      });
      answer.once("close", () => resolve(received));
    })
      .once("error", reject)
      .end();
  });

  expect(size).toBeGreaterThan(1024 * 1024);
});

it("flaps: every other call fails, the first one first", async () => {
  system.faults({ mode: "flap" });
  const outcomes: string[] = [];
  for (let call = 0; call < 4; call += 1) {
    outcomes.push(
      await verify().then(
        () => "answered",
        () => "reset",
      ),
    );
  }
  expect(outcomes).toEqual(["reset", "answered", "reset", "answered"]);
});

it("mixes users up: each match returns the user of the match before", async () => {
  system.faults({ mode: "mixup" });
  expect(await (await verify()).json()).toMatchObject({ match: true, user: { id: "somebody-else" } });
  expect(await (await verify()).json()).toMatchObject({ match: true, user: { id: "1" } });
});

it("counts calls that a fault left without an outcome", async () => {
  system.faults({ mode: "down" });
  await verify().catch(() => undefined);

  expect(system.calls().verify).toMatchObject({ received: 1, accepted: 0, refused: 0 });
});

it("closes at once while an answer is delayed", async () => {
  system.faults({ mode: "slow", delayMs: 60_000 });
  const held = verify();
  held.catch(() => undefined);
  await waitUntil(() => system.calls().verify.received > 0);

  await system.close();
  await expect(held).rejects.toThrow();
});

it.each(['{"mode":"fire"}', '{"mode":"slow","delayMs":-1}', "{}"])("refuses the fault %s", async (body) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${system.url}/_local/faults`, { method: "POST", headers, body });
  expect(answer.status).toBe(400);
});

it("answers its local endpoints for loopback names only", async () => {
  const status = await new Promise((resolve, reject) => {
    const headers = { host: "evil.example" };
    request(`${system.url}/_local/users`, { headers }, ({ statusCode }) => resolve(statusCode))
      .once("error", reject)
      .end();
  });
  expect(status).toBe(421);
});
