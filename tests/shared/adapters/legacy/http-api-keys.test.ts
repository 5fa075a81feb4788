import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  sendJson,
  startServer,
  type TestServer,
} from "../../../../packages/local-aws/tests/support/http-server.js";
import { httpLegacyApiKeys } from "../../../../shared/adapters/legacy/http-api-keys.js";
import { withRememberedAnswers } from "../../../../shared/adapters/legacy/remembered-answers.js";
import { asyncDeadline } from "../../../../shared/adapters/node/async-deadline.js";
import { Secret } from "../../../../shared/domain/secret.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import type { LegacyApiKeyAnswer } from "../../../../shared/ports/legacy-api-keys.js";

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const YES = { valid: true, account_id: "acc-1", cell_id: "cell-7" };
const VALID = { kind: "valid", claim: { accountId: "acc-1", cellId: "cell-7" } };

const asking = async (answer: (response: ServerResponse) => void, deadlineMs = 2_000) => {
  const server = await startServer((_, response) => answer(response));
  servers.push(server);
  const { clock } = memoryPorts();
  const deps = {
    secrets: { value: async () => new Secret("token-c4nary") },
    deadline: asyncDeadline(),
    clock,
  };
  const settings = { url: `${server.url}/base`, secret: "name", deadlineMs, pauseMs: 10_000 };
  return { server, clock, keys: httpLegacyApiKeys(settings, deps) };
};
const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    sendJson(response, status, body);
const raw =
  (body: string | Buffer, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "application/json", ...headers }).end(body);

describe("the legacy system is asked about a key", () => {
  it("by one POST, with the key in the body and the token in the header, each nowhere else", async () => {
    const { keys, server } = await asking(json(YES));
    expect(await keys.validate("key-c4nary")).toEqual(VALID);
    const [request] = server.seen;
    expect(server.seen).toHaveLength(1);
    expect(request).toMatchObject({
      method: "POST",
      path: "/base/key/validate",
      body: JSON.stringify({ key: "key-c4nary" }),
      headers: { authorization: "Bearer token-c4nary" },
    });
    expect(JSON.stringify([request?.path, request?.headers])).not.toContain("key-c4nary");
  });

  it.each([401, 403, 404])("and refuses it with %i", async (status) => {
    const { keys } = await asking(json(YES, status));
    expect(await keys.validate("k")).toEqual({ kind: "refused" });
  });

  it.each([
    ["another status", json(YES, 500), "status_500"],
    ["a redirect", json(YES, 302), "status_302"],
    ["an empty object", json({}), "not_an_answer"],
    ["a no in a 200", json({ ...YES, valid: false }), "not_an_answer"],
    ["a yes as text", json({ ...YES, valid: "true" }), "not_an_answer"],
    ["no account", json({ valid: true, cell_id: "c" }), "record_malformed"],
    ["an account that is a number", json({ ...YES, account_id: 12345 }), "record_malformed"],
    ["an account with a space", json({ ...YES, account_id: "acc 1" }), "record_malformed"],
    ["an account that is too long", json({ ...YES, account_id: "a".repeat(129) }), "record_malformed"],
    ["no cell", json({ valid: true, account_id: "acc-1" }), "record_malformed"],
    ["a page", raw("<!doctype html>"), "not_an_answer"],
    ["null", raw("null"), "not_an_answer"],
    ["a body that is too large", raw(`{"valid":true,"x":"${"y".repeat(70_000)}"}`), "too_large"],
    ["a bomb", raw(gzipSync(Buffer.alloc(10_000_000, 32)), { "content-encoding": "gzip" }), "too_large"],
    ["nothing", (response: ServerResponse) => response.destroy(), "unreachable"],
  ] as [string, (response: ServerResponse) => void, string][])(
    "and %s is no answer",
    async (_, answer, reason) => {
      const { keys } = await asking(answer);
      expect(await keys.validate("k")).toEqual({ kind: "unavailable", reason });
    },
  );

  it("and is not waited for longer than the deadline", async () => {
    const { keys } = await asking(() => undefined, 50);
    expect(await keys.validate("k")).toEqual({ kind: "unavailable", reason: "timeout" });
  });

  it("and left alone for a while after five failures in a row", async () => {
    const { clock, keys, server } = await asking(json({}, 500));
    for (let times = 0; times < 7; times += 1) await keys.validate(`key ${times}`);
    expect(server.seen).toHaveLength(5);
    expect(await keys.validate("k")).toEqual({ kind: "unavailable", reason: "circuit_open" });
    clock.advance(10_000);
    await keys.validate("k");
    expect(server.seen).toHaveLength(6);
  });
});

describe("what was answered", () => {
  const remembering = (answer: (key: string) => LegacyApiKeyAnswer) => {
    const asked: string[] = [];
    const { clock } = memoryPorts();
    const validate = async (key: string) => {
      asked.push(key);
      return answer(key);
    };
    return { asked, clock, keys: withRememberedAnswers({ validate }, clock) };
  };
  const valid: LegacyApiKeyAnswer = { kind: "valid", claim: { accountId: "acc-1", cellId: "cell-7" } };

  it("is cached for a minute if the key is valid, and for half a minute if not", async () => {
    const { asked, clock, keys } = remembering((key) => (key === "good" ? valid : { kind: "refused" }));
    for (const step of [0, 29_999, 1, 29_999, 1]) {
      clock.advance(step);
      expect(await keys.validate("good")).toEqual(valid);
      expect(await keys.validate("bad")).toEqual({ kind: "refused" });
    }
    expect(asked).toEqual(["good", "bad", "bad", "good", "bad"]);
  });

  it("counts from the question, however long the answer took", async () => {
    const { clock } = memoryPorts();
    let asked = 0;
    const validate = async () => {
      asked += 1;
      clock.advance(50_000);
      return valid;
    };
    const keys = withRememberedAnswers({ validate }, clock);
    await keys.validate("good");
    clock.advance(10_000);
    await keys.validate("good");
    expect(asked).toBe(2);
  });

  it("is cached for one key only, and an outage is not cached", async () => {
    const { asked, keys } = remembering(() => ({ kind: "unavailable", reason: "timeout" }));
    await keys.validate("a");
    await keys.validate("a");
    await keys.validate("b");
    expect(asked).toEqual(["a", "a", "b"]);
  });

  it("serves all concurrent requests with one call", async () => {
    const { asked, keys } = remembering(() => valid);
    await Promise.all(Array.from({ length: 50 }, () => keys.validate("good")));
    expect(asked).toEqual(["good"]);
  });

  it("is bounded: a flood of invalid keys evicts invalid keys, and no valid one", async () => {
    const { asked, keys } = remembering((key) => (key === "good" ? valid : { kind: "refused" }));
    await keys.validate("good");
    for (let number = 0; number <= 1_000; number += 1) await keys.validate(`bad ${number}`);
    asked.length = 0;
    await keys.validate("good");
    await keys.validate("bad 1000");
    await keys.validate("bad 0");
    expect(asked).toEqual(["bad 0"]);
  });
});
