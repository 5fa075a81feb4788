/**
 * A local legacy system, from which users migrate. It implements the legacy contract (`POST /verify`, `POST
 * /lookup`, `POST /key/validate`, JSON, bearer token), has seeded users and can simulate faults.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openApiKeys } from "./api-keys.js";
import { type CallCounts, createCallCounts, type Route } from "./call-counts.js";
import { answerContract } from "./contract-routes.js";
import { createFaultyResponder, type Fault, sendJson } from "./faults.js";
import { answerLocal } from "./local-endpoints.js";
import { DEFAULT_HASH_COST } from "./password-hash.js";
import { type Added, type Adding, type LegacyUserWithPassword, openUsers } from "./users.js";

export type { CallCounts } from "./call-counts.js";
export type { Fault, FaultMode } from "./faults.js";
export type { LegacyUser, LegacyUserWithPassword } from "./users.js";

export type LegacySystemOptions = {
  /** The shared bearer token of contract calls. */
  readonly token: string;
  readonly users: readonly LegacyUserWithPassword[];
  /** The key of its API keys in base64, and the accounts that have a key from the start. */
  readonly apiKeys?: {
    readonly material: string;
    readonly places: readonly { readonly account_id: string; readonly cell_id: string }[];
  };
  /** Default: 0, which selects a free port. */
  readonly port?: number;
  /** Keeps users (with hashes, never passwords) across restarts. Without it, users are in memory only. */
  readonly dataFile?: string;
  /** scrypt's N for new hashes. Hashes in a file need the N with which they were made. */
  readonly hashCost?: number | undefined;
};

export type LegacySystem = {
  readonly url: string;
  readonly port: number;
  add(user: LegacyUserWithPassword, options?: Adding): Promise<Added>;
  /** False if no user has the id. */
  remove(id: string): boolean;
  faults(fault: Fault): void;
  calls(): CallCounts;
  close(): Promise<void>;
};

const CONTRACT = new Map<string, Route>([
  ["POST /verify", "verify"],
  ["POST /lookup", "lookup"],
  ["POST /key/validate", "validate"],
]);
/** Default key material; nothing else is encrypted with it. */
const NO_MATERIAL = Buffer.from("a system with no keys yet").subarray(0, 24).toString("base64");
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i;

/** Listens on 127.0.0.1. Rejects an empty token, which would accept every caller. */
export const startLegacySystem = async (options: LegacySystemOptions): Promise<LegacySystem> => {
  if (options.token === "") throw new Error("The legacy system requires a non-empty token.");
  const { dataFile, hashCost = DEFAULT_HASH_COST } = options;
  const users = await openUsers(options.users, { dataFile, hashCost });
  const keys = openApiKeys(options.apiKeys?.material ?? NO_MATERIAL, options.apiKeys?.places ?? []);
  const responder = createFaultyResponder();
  const counts = createCallCounts();
  const closing = new AbortController();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path] = (request.url ?? "").split("?");
    const endpoint = `${request.method} ${path}`;
    const route = CONTRACT.get(endpoint);
    if (route) {
      counts.received(route);
      const call = { response, takesGzip: takesGzip(request), gone: goneSignal(response, closing.signal) };
      return responder.respond(call, () =>
        answerContract({ users, keys, counts, token: options.token }, route, request),
      );
    }
    // Prevents DNS rebinding: a web page must not reach the unprotected endpoints by a name that resolves to
    // 127.0.0.1.
    if (!LOOPBACK_HOST.test(request.headers.host ?? ""))
      return sendJson(response, 421, { error: "wrong_host" });
    const answer = await answerLocal({ users, keys, counts, responder }, endpoint, request);
    sendJson(response, answer?.status ?? 404, answer?.body ?? { error: "not_found" });
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    add: users.add,
    remove: users.remove,
    faults: responder.set,
    calls: counts.read,
    close: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await users.saved();
    },
  };
};

const takesGzip = (request: IncomingMessage): boolean =>
  /\bgzip\b/i.test(String(request.headers["accept-encoding"] ?? ""));

const goneSignal = (response: ServerResponse, closing: AbortSignal): AbortSignal => {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
};
