/** One request of the API, without any retry. */
import { failed, NETWORK, ok, type Problem, problemIn, type Result } from "./problem.js";

export type Mode = "cookie" | "token";

/** The inputs of all routes in one. */
export type Input = {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type Send = (route: string, input: Input, accessToken?: string) => Promise<Result<unknown>>;

type Options = { readonly baseUrl: string; readonly mode: Mode; readonly fetch: typeof fetch };

export const transport = ({ baseUrl, mode, fetch }: Options): Send => {
  /** Where no browser keeps them: the cookies that bind a mailed code to the client, and name the device. */
  const cookies = new Map<string, string>();
  const keepCookies = (headers: Headers): void => {
    for (const line of headers.getSetCookie?.() ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
  };

  return async (route, { path = {}, query = {}, headers, body, idempotencyKey, signal }, accessToken) => {
    const [method = "", template = ""] = route.split(" ");
    // A browser would read these as steps to another route.
    const wrong = Object.keys(path).filter((name) => /^\.{0,2}$/.test(path[name] ?? ""));
    if (wrong.length > 0) return failed({ ...UNSENT, fields: wrong });
    const filled = template.replace(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(path[name] ?? ""),
    );
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const sent: Record<string, string | undefined> = {
      ...headers,
      accept: "application/json",
      "content-type": body === undefined ? undefined : "application/json",
      "idempotency-key": idempotencyKey,
      authorization: accessToken && `Bearer ${accessToken}`,
      "x-csrf": mode === "cookie" && method !== "GET" ? "1" : undefined,
      cookie: mode === "token" && cookie !== "" ? cookie : undefined,
    };
    try {
      const response = await fetch(`${baseUrl}${filled}${search.size > 0 ? `?${search}` : ""}`, {
        method,
        headers: Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== undefined),
        credentials: mode === "cookie" ? "include" : "omit",
        // The API never redirects, so credentials never follow one.
        redirect: "error",
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal !== undefined && { signal }),
      });
      if (mode === "token") keepCookies(response.headers);
      const text = await response.text();
      const read = parsed(text);
      if (!response.ok) return failed(problemIn(response, read));
      return text !== "" && read === undefined ? failed(NETWORK) : ok(read);
    } catch {
      return failed(NETWORK);
    }
  };
};

const UNSENT: Problem = {
  code: "invalid_request",
  status: 0,
  title: "Bad Request",
  detail: "The request was not sent: it needs ids for its path.",
};

/** Undefined for what is no JSON, such as the page of a proxy. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
