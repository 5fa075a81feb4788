/**
 * What a Lambda integration answered, as an HTTP response (payload format 2.0: a structured
 * response, or anything else as a JSON body).
 */
import type { LambdaAnswer } from "../lambda/index.js";

export type GatewayResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | string;
};

const json = (status: number, message: string): GatewayResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ message }),
});

/** The gateway's own answers, in its own words. */
export const GATEWAY = {
  unauthorized: json(401, "Unauthorized"),
  forbidden: json(403, "Forbidden"),
  notFound: json(404, "Not Found"),
  tooLarge: json(413, "Request Entity Too Large"),
  headersTooLarge: json(431, "Request Header Fields Too Large"),
  failed: json(500, "Internal Server Error"),
  unavailable: json(503, "Service Unavailable"),
} as const;

export const integrationResponse = ({
  statusCode,
  functionError,
  payload,
}: LambdaAnswer): GatewayResponse => {
  if (statusCode === 504) return GATEWAY.unavailable;
  if (statusCode !== 200 || functionError !== undefined) return GATEWAY.failed;
  const answer: unknown = JSON.parse(payload);
  if (typeof answer !== "object" || answer === null || !("statusCode" in answer)) {
    return { status: 200, headers: { "content-type": "application/json" }, body: payload };
  }
  const { statusCode: status, headers, cookies, body, isBase64Encoded } = answer as Record<string, unknown>;
  if (!Number.isInteger(Number(status)) || Number(status) < 100 || Number(status) > 599)
    return GATEWAY.failed;
  return {
    status: Number(status),
    headers: {
      ...textHeaders(headers),
      ...(Array.isArray(cookies) && cookies.length > 0 && { "set-cookie": cookies.map(String) }),
    },
    body: Buffer.from(typeof body === "string" ? body : "", isBase64Encoded === true ? "base64" : "utf8"),
  };
};

const textHeaders = (headers: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  );
