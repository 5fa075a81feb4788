/** The CORS configuration of an API. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
import { LocalAwsError } from "../local-aws-error.js";

export type Cors = {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge: number | undefined;
};

/** @throws Error for credentials together with a wildcard origin, like API Gateway. */
export const corsOf = (value: unknown): Cors | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const list = (name: string) => (Array.isArray(given[name]) ? given[name].map(String) : []);
  const cors = {
    allowOrigins: list("AllowOrigins"),
    allowMethods: list("AllowMethods"),
    allowHeaders: list("AllowHeaders").map((name) => name.toLowerCase()),
    exposeHeaders: list("ExposeHeaders"),
    allowCredentials: given.AllowCredentials === true,
    maxAge: given.MaxAge === undefined ? undefined : Number(given.MaxAge),
  };
  if (cors.allowCredentials && cors.allowOrigins.includes("*"))
    throw new LocalAwsError("CORS: AllowCredentials cannot be combined with a wildcard origin");
  return cors;
};

type Headers = Readonly<Record<string, string>>;

/** Headers for every response to a request with this Origin. Empty if the origin is not allowed. */
export const corsHeaders = (cors: Cors, origin: string | undefined): Headers => {
  const allowed = origin === undefined ? undefined : allowedOrigin(cors, origin);
  if (allowed === undefined) return {};
  return {
    "access-control-allow-origin": allowed,
    ...(allowed !== "*" && { vary: "Origin" }),
    ...(cors.allowCredentials && { "access-control-allow-credentials": "true" }),
    ...(cors.exposeHeaders.length > 0 && { "access-control-expose-headers": cors.exposeHeaders.join(",") }),
  };
};

/** Headers of a preflight response. No CORS headers if origin or method is not allowed. */
export const preflightHeaders = (cors: Cors, origin: string | undefined, method: string): Headers => {
  const headers = corsHeaders(cors, origin);
  const methodAllowed = cors.allowMethods.some((allowed) => allowed === "*" || allowed === method);
  if (headers["access-control-allow-origin"] === undefined || !methodAllowed) return {};
  return {
    ...headers,
    "access-control-allow-methods": cors.allowMethods.join(","),
    ...(cors.allowHeaders.length > 0 && { "access-control-allow-headers": cors.allowHeaders.join(",") }),
    ...(cors.maxAge !== undefined && { "access-control-max-age": String(cors.maxAge) }),
  };
};

const allowedOrigin = ({ allowOrigins }: Cors, origin: string): string | undefined => {
  if (allowOrigins.includes("*")) return "*";
  const matches = allowOrigins.some(
    // "https://*" matches every origin of that scheme.
    (allowed) => allowed === origin || (allowed.endsWith("://*") && origin.startsWith(allowed.slice(0, -1))),
  );
  return matches ? origin : undefined;
};
