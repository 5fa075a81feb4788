/**
 * HTTP basics of every local AWS service: listening on the loopback and closing, and Host header checks.
 */
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Whether the Host header is a loopback name. Prevents DNS rebinding: another site can point its name to
 * 127.0.0.1.
 */
export const isForLoopback = ({ headers }: IncomingMessage): boolean =>
  LOOPBACK_HOST.test(headers.host ?? "");

/**
 * Node's default is 5 s, shorter than clients keep connections. A call fails if its reused connection is
 * being closed.
 */
const KEPT_OPEN_MS = 65_000;

/** Listens on 127.0.0.1 and returns the port. Port 0 takes a free one. */
export const listenOnLoopback = async (server: Server, port: number): Promise<number> => {
  server.keepAliveTimeout = KEPT_OPEN_MS;
  server.headersTimeout = KEPT_OPEN_MS + 1000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
};

/** Stops listening, and closes connections when their requests have ended, at the latest after `drainMs`. */
export const closeServer = (server: Server, drainMs = 0): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => server.closeAllConnections();
    const timer = drainMs > 0 ? setTimeout(end, drainMs) : undefined;
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    if (timer === undefined) end();
    else server.closeIdleConnections();
  });
