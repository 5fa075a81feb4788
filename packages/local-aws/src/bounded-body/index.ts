/** Reads the bodies of HTTP requests and responses within a limit of bytes. */

type Body = AsyncIterable<Uint8Array>;

/**
 * Undefined if the body has more than `maxBytes`. A larger body is read and dropped: after a closed connection, the
 * sender would not receive the response.
 */
export const requestBody = (body: Body, maxBytes: number): Promise<Buffer<ArrayBuffer> | undefined> =>
  within(body, maxBytes, false);

/** As `requestBody`, for text. */
export const requestText = async (body: Body, maxBytes: number): Promise<string | undefined> =>
  (await requestBody(body, maxBytes))?.toString("utf8");

/** Undefined if the body has more than `maxBytes`. The connection is then closed. */
export const responseBody = (body: Body, maxBytes: number): Promise<Buffer<ArrayBuffer> | undefined> =>
  within(body, maxBytes, true);

/** Leaving the loop early cancels the stream and closes its connection. */
const within = async (body: Body, maxBytes: number, leave: boolean) => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else if (leave) return undefined;
    else chunks.length = 0;
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
};
