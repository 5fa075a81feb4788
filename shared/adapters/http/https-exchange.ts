/**
 * One POST of JSON and its answer, over a connection that is kept. Bounded in time and size, no redirect
 * is followed, and nothing is compressed but by gzip. Not `fetch`, whose first use in a function that has
 * just started costs some 20 ms, and which knows no client certificates.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { createGunzip } from "node:zlib";

export type ExchangeAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  | { readonly kind: "too_large" | "encoded"; readonly status: number };

export type Post = {
  readonly address: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
};

export type Exchange = (post: Post) => Promise<ExchangeAnswer>;

export type ClientTls =
  | { readonly certificate: string; readonly key: string; readonly authority?: string | undefined }
  | undefined;

/** Rejects when there is no whole answer, and when the signal is aborted. */
export const httpsExchange = (tls: ClientTls): Exchange => {
  const kept = { keepAlive: true, maxSockets: 50 };
  const plain = new HttpAgent(kept);
  const secure = new HttpsAgent({
    ...kept,
    minVersion: "TLSv1.2",
    ...(tls && { cert: tls.certificate, key: tls.key, ...(tls.authority && { ca: tls.authority }) }),
  });
  return async (post) => {
    const response = await send(post, { plain, secure });
    const status = response.statusCode ?? 0;
    // Only the body of a 200 is ever read.
    if (status !== 200) {
      discard(response, post.maxBytes);
      return { kind: "answer", status, body: "" };
    }
    return read(response, post.maxBytes, status);
  };
};

const send = (
  { address, headers, body, signal }: Omit<Post, "maxBytes">,
  agents: { plain: HttpAgent; secure: HttpsAgent },
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      headers: { ...headers, "accept-encoding": "gzip", "content-length": Buffer.byteLength(body) },
      signal,
    };
    const request =
      address.protocol === "https:"
        ? httpsRequest(address, { ...options, agent: agents.secure })
        : httpRequest(address, { ...options, agent: agents.plain });
    request.once("response", resolve);
    request.once("error", (error: NodeJS.ErrnoException) => {
      // A kept connection that the other side closed meanwhile: a function sleeps between its invocations.
      const stale = request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      if (!stale || signal.aborted) return reject(error);
      send({ address, headers, body, signal }, agents).then(resolve, reject);
    });
    request.end(body);
  });

// A small body is let through, so that the connection lives on.
const discard = (response: IncomingMessage, maxBytes: number): void => {
  let size = 0;
  response.on("error", () => undefined);
  response.on("data", (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > maxBytes) response.destroy();
  });
};

// Counted after decompression: a small compressed body can be an enormous one.
const read = async (response: IncomingMessage, maxBytes: number, status: number): Promise<ExchangeAnswer> => {
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    response.destroy();
    return { kind: "encoded", status };
  }
  const unpacker = encoding === "gzip" ? createGunzip() : undefined;
  response.once("error", (error) => unpacker?.destroy(error));
  const body = unpacker === undefined ? response : response.pipe(unpacker);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      response.destroy();
      return { kind: "too_large", status };
    }
    chunks.push(chunk);
  }
  return { kind: "answer", status, body: Buffer.concat(chunks).toString("utf8") };
};
