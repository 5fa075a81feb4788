import type { IncomingMessage } from "node:http";
import { requestText } from "local-aws/bounded-body";

const MAX_BODY_BYTES = 16 * 1024;

/**
 * The JSON body of a request. Undefined if the content type is not JSON, the body is invalid JSON, or it
 * exceeds 16 KiB.
 */
export const jsonBody = async (request: IncomingMessage): Promise<unknown> => {
  const [mediaType = ""] = (request.headers["content-type"] ?? "").split(";");
  const text = await requestText(request, MAX_BODY_BYTES);
  if (text === undefined || mediaType.trim().toLowerCase() !== "application/json") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
