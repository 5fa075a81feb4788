/** Server-Sent Events (HTML Standard, section 9.2): what is known at once, then each event as it arrives. */
import type { ServerResponse } from "node:http";
import { SECURITY_HEADERS } from "local-aws/console";

export type EventFeed = {
  /** Oldest first. */
  recent(): readonly unknown[];
  /** Calls the listener with every later event; the answer ends it. */
  subscribe(listener: (event: unknown) => void): () => void;
};

const BEAT_MS = 15_000;
const RETRY_MS = 1_000;
/** A reader this far behind is not reading. It reconnects and gets the recent events again. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Streams the feed until the reader leaves or the server closes. */
export const streamEvents = (response: ServerResponse, feed: EventFeed): void => {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    "content-type": "text/event-stream",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  response.write(`retry: ${RETRY_MS}\n\n`);

  const send = (event: unknown): void => {
    // JSON text has no line breaks, so one data line always holds it.
    response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
  };
  // Both without a pause between them: no event is missed, none comes twice.
  for (const event of feed.recent()) send(event);
  const unsubscribe = feed.subscribe(send);
  // Tells a connection whose reader has vanished from one where nothing happens.
  const beat = setInterval(() => response.write(": beat\n\n"), BEAT_MS);

  response.once("close", () => {
    clearInterval(beat);
    unsubscribe();
  });
};
