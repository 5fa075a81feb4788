/** Server-Sent Events (HTML Standard, section 9.2): the recent events first, then each new event. */
import type { ServerResponse } from "node:http";
import { SECURITY_HEADERS } from "local-aws/console";

export type EventFeed = {
  /** Oldest first. */
  recent(): readonly unknown[];
  /** Calls the listener for every later event. Returns the function that unsubscribes. */
  subscribe(listener: (event: unknown) => void): () => void;
};

const BEAT_MS = 15_000;
const RETRY_MS = 1_000;
/**
 * A client with this much unsent data has stopped reading. It reconnects and receives the recent events
 * again.
 */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Streams the feed until the client disconnects or the server closes. */
export const streamEvents = (response: ServerResponse, feed: EventFeed): void => {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    "content-type": "text/event-stream",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  response.write(`retry: ${RETRY_MS}\n\n`);

  const send = (event: unknown): void => {
    // JSON text contains no line breaks, so one data line is enough.
    response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
  };
  // Both calls are synchronous: no event is missed or sent twice.
  for (const event of feed.recent()) send(event);
  const unsubscribe = feed.subscribe(send);
  // A heartbeat detects a disconnected client while no events occur.
  const beat = setInterval(() => response.write(": beat\n\n"), BEAT_MS);

  response.once("close", () => {
    clearInterval(beat);
    unsubscribe();
  });
};
