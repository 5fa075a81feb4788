/** Reads the body of an HTTP request. It must have the route's media type and a bounded size. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { AuthError } from "../domain/errors.js";
import { isRecord } from "../domain/record.js";
import { undecodableNames } from "./url-encoded.js";

const MAX_BODY_BYTES = 16 * 1024;

const readText = (event: APIGatewayProxyEventV2, type: string): string => {
  const mediaType = (event.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (mediaType !== type) throw new AuthError("unsupported_media_type");
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (body.byteLength > MAX_BODY_BYTES) throw new AuthError("payload_too_large");
  try {
    return UTF_8.decode(body);
  } catch {
    throw new AuthError("invalid_request", { fields: ["body"] });
  }
};

/** Refuses bytes that are not UTF-8 and skips a byte order mark. */
const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/**
 * A repeated parameter is rejected (RFC 6749 section 3.1).
 * @throws AuthError `unsupported_media_type`, `payload_too_large`, `invalid_request`.
 */
export const readForm = (event: APIGatewayProxyEventV2): unknown => {
  const text = readText(event, "application/x-www-form-urlencoded");
  const broken = undecodableNames(text, "body");
  if (broken.length > 0) throw new AuthError("invalid_request", { fields: [...new Set(broken)] });
  const pairs = [...new URLSearchParams(text)];
  const form = Object.fromEntries(pairs);
  if (Object.keys(form).length !== pairs.length) throw new AuthError("invalid_request", { fields: ["body"] });
  return form;
};

/** As `readJson`, for a route whose fields are all optional: a request without media type and body has none. */
export const readJsonIfAny = (event: APIGatewayProxyEventV2): unknown =>
  event.headers["content-type"] === undefined && !event.body ? {} : readJson(event);

/** Without a body, an empty object. @throws as `readForm`. */
export const readJson = (event: APIGatewayProxyEventV2): unknown => {
  // Prevents cross-site requests: a JSON content type needs a CORS preflight, which is never answered.
  const text = readText(event, "application/json");
  if (text === "") return {};
  const body = parsed(text);
  const broken = malformedFields(body);
  if (broken.length > 0) throw new AuthError("invalid_request", { fields: broken });
  return body;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new AuthError("invalid_request", { fields: ["body"] });
  }
};

/**
 * The fields that hold a lone surrogate, which JSON can spell as an escape. It has no form in UTF-8, so that no
 * store would keep it as it is. A name that no route has is not repeated: it is the caller's text.
 */
const malformedFields = (body: unknown): string[] => {
  const parts = isRecord(body) ? Object.entries(body) : [["body", body] as const];
  const broken = parts.filter(([name, value]) => !name.isWellFormed() || hasLoneSurrogate(value));
  return [...new Set(broken.map(([name]) => (FIELD.test(name) ? name : "body")))];
};

const FIELD = /^[a-z_]{1,32}$/;

/** Not recursive, because a caller chooses the depth. */
const hasLoneSurrogate = (value: unknown): boolean => {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each === "string" && !each.isWellFormed()) return true;
    if (typeof each === "object" && each !== null)
      for (const [name, held] of Object.entries(each)) left.push(name, held);
  }
  return false;
};
