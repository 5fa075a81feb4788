/** Requests to the OAuth endpoints and their responses. */
import type { IncomingHttpHeaders } from "node:http";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";

export interface OAuthRequest {
  readonly services: Services;
  readonly pool: Pool;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

export interface OAuthAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

export const cookie = ({ headers }: OAuthRequest, name: string): string | undefined =>
  (headers.cookie ?? "")
    .split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** HttpOnly and limited to this pool's paths. Not Secure, because the server uses plain HTTP on loopback. */
export const cookieLine = ({ pool }: OAuthRequest, name: string, value: string, seconds: number): string =>
  `${name}=${value}; Path=/${pool.id}; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;

export const cookieHeader = (request: OAuthRequest, name: string, value: string, seconds: number) => ({
  "set-cookie": cookieLine(request, name, value, seconds),
});

export const redirect = (location: string, headers: Record<string, string> = {}): OAuthAnswer => ({
  status: 302,
  headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer", ...headers },
  body: "",
});

/** Adds parameters to the query of a redirect URI. */
export function withParameters(uri: string, parameters: Record<string, string | undefined>): string {
  const added = encoded(parameters);
  if (added === "") return uri;
  return `${uri}${uri.includes("?") ? "&" : "?"}${added}`;
}

/** Adds parameters as the fragment of a redirect URI, so that no server receives them. */
export const withFragment = (uri: string, parameters: Record<string, string | undefined>): string =>
  `${uri}#${encoded(parameters)}`;

const encoded = (parameters: Record<string, string | undefined>): string =>
  Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join("&");

/** Any origin may call the endpoints that use no cookie, as with Amazon Cognito. */
export const json = (status: number, content: object, headers: Record<string, string> = {}): OAuthAnswer => ({
  status,
  headers: {
    "content-type": "application/json;charset=UTF-8",
    "cache-control": "no-store",
    pragma: "no-cache",
    "access-control-allow-origin": "*",
    ...headers,
  },
  body: JSON.stringify(content),
});
