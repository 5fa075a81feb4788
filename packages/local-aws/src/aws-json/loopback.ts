/** What every local AWS service does with HTTP before it looks at the request: where it listens, whom it answers. */
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Whether the Host header is a loopback name: a page of another site can make its own name point to 127.0.0.1. */
export const isForLoopback = ({ headers }: IncomingMessage): boolean =>
  LOOPBACK_HOST.test(headers.host ?? "");

/** Node's five seconds are shorter than clients keep a connection: one that is closed as it is used again fails its call. */
const KEPT_OPEN_MS = 65_000;

/** Listens on 127.0.0.1 and answers the port; 0 takes a free one. */
export const listenOnLoopback = async (server: Server, port: number): Promise<number> => {
  server.keepAliveTimeout = KEPT_OPEN_MS;
  server.headersTimeout = KEPT_OPEN_MS + 1000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
};

/** The body as text; undefined when it has more than `limit` bytes. */
export const readBody = async (request: IncomingMessage, limit: number): Promise<string | undefined> =>
  (await readBytes(request, limit))?.toString("utf8");

/** The body as it came; undefined when it has more than `limit` bytes. */
export const readBytes = async (request: IncomingMessage, limit: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
