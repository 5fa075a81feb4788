/**
 * Renders an error as an RFC 9457 problem document: a stable `type` and `code`, a public message, the request
 * id.
 */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { ERROR_FACTS, type ErrorFacts } from "../domain/error-facts.js";
import type { AuthError } from "../domain/errors.js";
import { outageWords } from "./outage-words.js";

const problemType = (code: string): string => `urn:identity-lifecycle:problem:${code}`;

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

export const problem = (
  error: AuthError,
  requestId: string,
  routeKey: string,
): APIGatewayProxyStructuredResultV2 => {
  const facts: ErrorFacts = ERROR_FACTS[error.code];
  const { status, words, hint } = facts;
  const retryAfterSeconds = error.retryAfterSeconds ?? facts.retryAfterSeconds;
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: problemType(error.code),
      title: TITLES[status] ?? "Error",
      status,
      detail: error.code === "temporarily_unavailable" ? outageWords(routeKey) : words,
      ...(hint !== undefined && { hint }),
      code: error.code,
      request_id: requestId,
      ...(error.fields.length > 0 && { fields: error.fields }),
    }),
  };
};
