/** What the front door itself says: JSON, problems (RFC 9457), and the headers of everything it serves. */
import { randomUUID } from "node:crypto";
import { type ServerResponse, STATUS_CODES } from "node:http";
import { SECURITY_HEADERS } from "local-aws/console";

export const sendJson = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { ...SECURITY_HEADERS, "content-type": "application/json" });
  response.end(JSON.stringify(value));
};

/**
 * A mail is a stranger's page: it may style itself and open its links in new windows, and gets no
 * script, no pictures and no origin, framed by our pages or opened by itself.
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
    sendProblem(response, 404, "There is no such message.");
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

/** Ends the exchange with a problem; only destroys the connection if an answer has already begun. */
export const sendProblem = (response: ServerResponse, status: number, detail: string): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // The rest of a body that nobody will read is not worth a kept connection.
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
