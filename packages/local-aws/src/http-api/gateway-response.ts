/** Responses of the gateway: from an integration, or its own. */
import type { ServerResponse } from "node:http";

export type GatewayResponse = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
};

/** The gateway's own messages, such as `{"message":"Not Found"}`. */
const gatewayMessage = (status: number, message: string): GatewayResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify({ message })),
});

export const NOT_FOUND = gatewayMessage(404, "Not Found");
export const BAD_REQUEST = gatewayMessage(400, "Bad Request");
export const UNAUTHORIZED = gatewayMessage(401, "Unauthorized");
export const FORBIDDEN = gatewayMessage(403, "Forbidden");
export const BODY_TOO_LARGE = gatewayMessage(413, "Request Entity Too Large");
export const HEADERS_TOO_LARGE = gatewayMessage(431, "Request Header Fields Too Large");
export const INTERNAL_ERROR = gatewayMessage(500, "Internal Server Error");
export const UNAVAILABLE = gatewayMessage(503, "Service Unavailable");

export const sendResponse = (
  response: ServerResponse,
  { status, headers, body }: GatewayResponse,
  requestId: string,
): void => {
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, {
    ...(!bodiless && { "content-length": body.length }),
    ...(headers as Record<string, string | string[]>),
    "apigw-requestid": requestId,
  });
  response.end(bodiless ? undefined : body);
};

/** Adds headers. `vary` values are appended. */
export const withHeaders = (
  response: GatewayResponse,
  added: Readonly<Record<string, string>>,
): GatewayResponse => {
  const vary = [response.headers.vary, added.vary].filter((value) => value !== undefined).join(", ");
  return { ...response, headers: { ...response.headers, ...added, ...(vary !== "" && { vary }) } };
};
