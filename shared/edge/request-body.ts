/** Reads the body of an HTTP request. It must have the route's media type and a bounded size. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { AuthError } from "../domain/errors.js";

const MAX_BODY_BYTES = 16 * 1024;

const readText = (event: APIGatewayProxyEventV2, type: string): string => {
  const mediaType = (event.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (mediaType !== type) throw new AuthError("unsupported_media_type");
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (body.byteLength > MAX_BODY_BYTES) throw new AuthError("payload_too_large");
  return body.toString("utf8").replace(/^\uFEFF/, "");
};

/**
 * A repeated parameter is rejected (RFC 6749 section 3.1).
 * @throws AuthError `unsupported_media_type`, `payload_too_large`, `invalid_request`.
 */
export const readForm = (event: APIGatewayProxyEventV2): unknown => {
  const pairs = [...new URLSearchParams(readText(event, "application/x-www-form-urlencoded"))];
  const form = Object.fromEntries(pairs);
  if (Object.keys(form).length !== pairs.length) throw new AuthError("invalid_request", { fields: ["body"] });
  return form;
};

/** Without a body, an empty object. @throws as `readForm`. */
export const readJson = (event: APIGatewayProxyEventV2): unknown => {
  // Prevents cross-site requests: a JSON content type needs a CORS preflight, which is never answered.
  const text = readText(event, "application/json");
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AuthError("invalid_request", { fields: ["body"] });
  }
};
