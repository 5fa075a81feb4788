/** Ways for a legacy system to misbehave, so that the side that calls it can be shown to survive each. */
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { createGzip } from "node:zlib";

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
 * `down` resets the connection; `slow` answers right, after `delayMs`; `html` and `empty` (`{}`) are
 * a 200 that is no answer; `drip` sends the right answer a byte every `delayMs`; `bomb` is a body of
 * 64 MiB, compressed if the caller takes gzip; `flap` resets every other call, the first one first;
 * `mixup` gives each match the person of the match before, as a cache with a wrong key does.
 */
export type Fault = { readonly mode: FaultMode; readonly delayMs?: number | undefined };

const SLOW_MS = 4_900;
const DRIP_MS = 250;
const BOMB_CHUNKS = 1024;
const BOMB_CHUNK = Buffer.alloc(64 * 1024, " ");

/** One call as a fault sees it; `gone` fires when the caller hangs up or the server closes. */
export type Call = {
  readonly response: ServerResponse;
  readonly takesGzip: boolean;
  readonly gone: AbortSignal;
};

export type Answer = { readonly status: number; readonly body: unknown };

/** Answers calls under the fault that is set. Rejects only when the caller is gone. */
export const createFaultyVoice = () => {
  let fault: Fault = { mode: "ok" };
  let calls = 0;
  let before: unknown = STRANGER;

  return {
    set: (next: Fault): void => {
      fault = next;
      calls = 0;
    },
    current: (): Fault => fault,
    /** `answer` is asked only if the fault lets an answer through. */
    speak: async (call: Call, answer: () => Promise<Answer>): Promise<void> => {
      const { mode, delayMs } = fault;
      calls += 1;
      if (mode === "flap" && calls % 2 === 1) return reset(call);
      if (mode === "slow") await delay(delayMs ?? SLOW_MS, undefined, { signal: call.gone });
      if (mode in SPOILED) return SPOILED[mode as keyof typeof SPOILED](call);
      let { status, body } = await answer();
      if (mode === "mixup" && isMatch(body)) [body, before] = [{ ...body, user: before }, body.user];
      if (mode === "drip") return drip(call, status, JSON.stringify(body), delayMs ?? DRIP_MS);
      sendJson(call.response, status, body);
    },
  };
};

const STRANGER = { id: "somebody-else", email: "somebody.else@example.com", email_verified: true };

const isMatch = (body: unknown): body is { readonly user: unknown } =>
  typeof body === "object" && body !== null && "user" in body;

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
};

const reset = ({ response }: Call): void => {
  response.socket?.resetAndDestroy();
};

const LOGIN_PAGE = "<!doctype html><title>Sign in</title><h1>Please sign in</h1>";

const bomb = async ({ response, takesGzip }: Call): Promise<void> => {
  const encoding = takesGzip ? { "content-encoding": "gzip" } : {};
  response.writeHead(200, { "content-type": "application/json", ...encoding });
  const body = Readable.from(padding());
  await (takesGzip ? pipeline(body, createGzip({ level: 1 }), response) : pipeline(body, response));
};

const SPOILED = {
  down: reset,
  bomb,
  html: ({ response }: Call): void => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(LOGIN_PAGE);
  },
  empty: ({ response }: Call): void => sendJson(response, 200, {}),
  error500: ({ response }: Call): void => sendJson(response, 500, { error: "internal_error" }),
};

// It never says "match": a caller that reads all of it must still not admit anybody.
function* padding(): Generator<Buffer> {
  yield Buffer.from('{"match":false,"padding":"');
  for (let sent = 0; sent < BOMB_CHUNKS; sent += 1) yield BOMB_CHUNK;
  yield Buffer.from('"}');
}

const drip = async (
  { response, gone }: Call,
  status: number,
  text: string,
  pauseMs: number,
): Promise<void> => {
  const bytes = Buffer.from(text);
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
  for (const byte of bytes) {
    response.write(Buffer.of(byte));
    await delay(pauseMs, undefined, { signal: gone });
  }
  response.end();
};
