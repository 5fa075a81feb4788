import type { IncomingMessage } from "node:http";

const MAX_BODY_BYTES = 16 * 1024;

/**
 * The JSON body of a request. Undefined if the content type is not JSON, the body is invalid JSON, or it
 * exceeds 16 KiB.
 */
export const jsonBody = async (request: IncomingMessage): Promise<unknown> => {
  const [mediaType = ""] = (request.headers["content-type"] ?? "").split(";");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES || mediaType.trim().toLowerCase() !== "application/json") return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
};
