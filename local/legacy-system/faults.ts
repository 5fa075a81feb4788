/** Faults of a legacy system, to test that its caller handles each of them. */
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { htmlPage } from "local-aws/console";
import { type Effect, FaultList, type PlannedFault, underEffect } from "local-aws/faults";

export const FAULT_MODES = [
  "ok",
  "down",
  "slow",
  "html",
  "empty",
  "error500",
  "drip",
  "bomb",
  "flap",
  "mixup",
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

/**
 * - `down` resets the connection.
 * - `slow` sends the correct response after `delayMs`.
 * - `html` and `empty` (`{}`) are a 200 without a valid answer.
 * - `drip` sends the correct response one byte every `delayMs`.
 * - `bomb` is a body of 64 MiB, compressed if the caller accepts gzip.
 * - `flap` resets every other call, starting with the first.
 * - `mixup` returns the user of the previous match with each match, like a cache with a wrong key.
 */
export type Fault = { readonly mode: FaultMode; readonly delayMs?: number | undefined };

const SLOW_MS = 4_900;
const DRIP_MS = 250;
const BOMB_CHUNKS = 1024;
const BOMB_CHUNK = Buffer.alloc(64 * 1024, " ");

/** One call. `gone` is aborted when the caller disconnects or the server closes. */
export type Call = {
  readonly response: ServerResponse;
  readonly takesGzip: boolean;
  readonly gone: AbortSignal;
};

export type Answer = { readonly status: number; readonly body: unknown };

/** Responds according to the current fault. Rejects only if the caller has disconnected. */
export const createFaultyResponder = () => {
  let current: Fault = { mode: "ok" };
  const list = new FaultList<Fault & PlannedFault>();
  let before: unknown = ANOTHER_USER;

  return {
    set: (next: Fault): void => {
      current = next;
      list.replace([{ ...next, times: Number.POSITIVE_INFINITY, every: next.mode === "flap" ? 2 : 1 }]);
    },
    current: (): Fault => current,
    /** Calls `answer` only if the fault needs the correct response. */
    respond: async (call: Call, answer: () => Promise<Answer>): Promise<void> => {
      const { mode, delayMs } = list.take() ?? NO_FAULT;
      if (mode in SPOILED) return SPOILED[mode as keyof typeof SPOILED](call);
      const late: Effect | undefined =
        mode === "slow" ? { kind: "delay", delayMs: delayMs ?? SLOW_MS } : undefined;
      let { status, body } = await underEffect(late, answer, (ms) => waitFor(call, ms));
      if (mode === "mixup" && isMatch(body)) [body, before] = [{ ...body, user: before }, body.user];
      if (mode === "drip") return drip(call, status, JSON.stringify(body), delayMs ?? DRIP_MS);
      sendJson(call.response, status, body);
    },
  };
};

const NO_FAULT: Fault = { mode: "ok" };

/** Rejects when the caller has gone. */
const waitFor = ({ gone }: Call, delayMs: number): Promise<void> =>
  delay(delayMs, undefined, { signal: gone });

const ANOTHER_USER = { id: "somebody-else", email: "somebody.else@example.com", email_verified: true };

const isMatch = (body: unknown): body is { readonly user: unknown } =>
  typeof body === "object" && body !== null && "user" in body;

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
};

const reset = ({ response }: Call): void => {
  response.socket?.resetAndDestroy();
};

const LOGIN_PAGE = htmlPage({
  language: "en",
  title: "Sign in",
  body: "<body><main><h1>Please sign in</h1></main></body>",
});

const bomb = async ({ response, takesGzip }: Call): Promise<void> => {
  const encoding = takesGzip ? { "content-encoding": "gzip" } : {};
  response.writeHead(200, { "content-type": "application/json", ...encoding });
  const body = Readable.from(padding());
  await (takesGzip ? pipeline(body, createGzip({ level: 1 }), response) : pipeline(body, response));
};

const SPOILED = {
  down: reset,
  flap: reset,
  bomb,
  html: ({ response }: Call): void => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(LOGIN_PAGE);
  },
  empty: ({ response }: Call): void => sendJson(response, 200, {}),
  error500: ({ response }: Call): void => sendJson(response, 500, { error: "internal_error" }),
};

// The body never contains a match: a caller that reads all of it must still refuse the user.
function* padding(): Generator<Buffer> {
  yield Buffer.from('{"match":false,"padding":"');
  for (let sent = 0; sent < BOMB_CHUNKS; sent += 1) yield BOMB_CHUNK;
  yield Buffer.from('"}');
}

const drip = async (call: Call, status: number, text: string, pauseMs: number): Promise<void> => {
  const { response } = call;
  const bytes = Buffer.from(text);
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
  for (const byte of bytes) {
    response.write(Buffer.of(byte));
    await waitFor(call, pauseMs);
  }
  response.end();
};
