/** An HTTP request before its route is known. */
import type { IncomingMessage } from "node:http";
import { sourceOf, type TrustedProxy } from "./source-address.js";

export type ClientRequest = {
  readonly method: string;
  /** Path as sent, including the stage. */
  readonly encodedPath: string;
  /**
   * Path decoded by the gateway:
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
   */
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly query: Readonly<Record<string, string>> | undefined;
  /** Names in lower case, multiple values joined by commas, without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[] | undefined;
  readonly protocol: string;
  readonly sourceIp: string;
};

/**
 * Request line and headers together:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const MAX_HEADER_BYTES = 10_240;

const HOP_BY_HOP = new Set(
  ["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"].concat([
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "expect",
  ]),
);

export const headerBytes = ({ method, url, rawHeaders }: IncomingMessage): number =>
  // Each header line adds ": " and a line end; the request line adds two spaces, the version and a line end.
  rawHeaders.reduce((bytes, text) => bytes + Buffer.byteLength(text, "latin1") + 2, 0) +
  Buffer.byteLength(`${method} ${url} HTTP/1.1\r\n`);

/** @returns undefined if the request target cannot be decoded. */
export const readRequest = (
  request: IncomingMessage,
  trustedProxy: TrustedProxy | undefined,
): ClientRequest | undefined => {
  const target = targetOf(request.url ?? "");
  if (target === undefined) return undefined;
  const { headers: sent, cookies } = headersOf(request);
  const source = sourceOf(request.socket.remoteAddress ?? "", sent, trustedProxy);
  return {
    method: request.method ?? "GET",
    ...target,
    query: queryOf(target.rawQueryString),
    headers: source.headers,
    cookies: cookies.length === 0 ? undefined : cookies,
    protocol: `HTTP/${request.httpVersion}`,
    sourceIp: source.sourceIp,
  };
};

const targetOf = (url: string) => {
  const [, path, query = ""] = /^(?:https?:\/\/[^/?#]*)?(\/[^?]*)(?:\?(.*))?$/s.exec(url) ?? [];
  if (path === undefined) return undefined;
  try {
    return { encodedPath: path, rawPath: decodeURIComponent(path), rawQueryString: query };
  } catch {
    return undefined;
  }
};

const queryOf = (rawQueryString: string): Record<string, string> | undefined => {
  if (rawQueryString === "") return undefined;
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
};

const headersOf = ({ rawHeaders }: IncomingMessage) => {
  const headers = new Map<string, string>();
  const cookies: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    if (HOP_BY_HOP.has(name)) continue;
    if (name === "cookie") {
      cookies.push(
        ...value
          .split(";")
          .map((cookie) => cookie.trim())
          .filter((cookie) => cookie !== ""),
      );
    } else {
      const before = headers.get(name);
      headers.set(name, before === undefined ? value : `${before},${value}`);
    }
  }
  return { headers: Object.fromEntries(headers), cookies };
};
