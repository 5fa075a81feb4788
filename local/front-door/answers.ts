/** The front door's own responses: JSON, problems (RFC 9457), and the common response headers. */
import { randomUUID } from "node:crypto";
import { type ServerResponse, STATUS_CODES } from "node:http";
import { SECURITY_HEADERS } from "local-aws/console";

export const sendJson = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { ...SECURITY_HEADERS, "content-type": "application/json" });
  response.end(JSON.stringify(value));
};

/**
 * A mail is untrusted HTML. It may use inline styles and open links in new windows. It gets no scripts,
 * images or origin, whether it is framed by our pages or opened directly.
 */
const MAIL_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  "x-frame-options": "SAMEORIGIN",
};

export const sendMail = (response: ServerResponse, html: string | undefined): void => {
  if (html === undefined) {
    sendProblem(response, 404, "No such message.");
    return;
  }
  response.writeHead(200, MAIL_HEADERS);
  response.end(html.replace("<head>", '<head><base target="_blank">'));
};

const CODES: Readonly<Record<number, string>> = {
  400: "bad_request",
  404: "not_found",
  405: "method_not_allowed",
  421: "misdirected_request",
  500: "internal",
  502: "upstream_unreachable",
  504: "upstream_timeout",
};

/** Sends a problem response. If a response has already started, destroys the connection. */
export const sendProblem = (response: ServerResponse, status: number, detail: string): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // The connection is closed: the rest of the request body is not read.
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    "content-type": "application/problem+json",
    connection: "close",
  });
  response.end(
    JSON.stringify({
      type: "about:blank",
      title: STATUS_CODES[status] ?? "Error",
      status,
      detail,
      code: CODES[status] ?? "error",
      request_id: randomUUID(),
    }),
  );
};
