/** A browser of the site, without a window: fetch with a strict cookie jar, and the headers that a browser adds. */
import { CookieJar } from "tough-cookie";
import type { Answer } from "../../local/story/api.js";

export type Browser = {
  readonly jar: CookieJar;
  /** `path` is the part after the site's origin. As a page of the site sends it. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** As scripts of a page of the site call it. */
  readonly fetch: typeof fetch;
  /** As the address line sends it. Does not follow redirects. */
  open(url: string): Promise<Response>;
  /** Sends a form to the site. */
  form(
    path: string,
    headers: Record<string, string>,
    fields?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** Sends the form of a page of another server. Returns where it leads. */
  submit(url: string, fields: Record<string, string>): Promise<string>;
  cookie(name: string): Promise<string | undefined>;
};

export const browserOf = (site: string): Browser => {
  const jar = new CookieJar(undefined, { prefixSecurity: "strict", allowSecureOnLocal: true });
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const cookie = await jar.getCookieString(url);
    const headers = { ...(cookie !== "" && { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) await jar.setCookie(set, url);
    return response;
  };
  return {
    jar,
    fetch: (url, init) => {
      const page = { "sec-fetch-site": "same-origin", origin: new URL(site).origin };
      const headers = { ...page, ...Object.fromEntries(new Headers(init?.headers)) };
      return send(String(url), { ...init, headers });
    },
    call: async (method, path, body, headers = {}) => {
      const response = await send(`${site}${path}`, {
        method,
        headers: {
          "sec-fetch-site": "same-origin",
          ...(method !== "GET" && { "x-csrf": "1", origin: new URL(site).origin }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
        cookies: response.headers.getSetCookie(),
      };
    },
    open: (url) => send(url, { headers: { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" } }),
    form: (path, headers, fields) =>
      send(`${site}${path}`, {
        ...{ method: "POST", headers },
        ...(fields !== undefined && { body: new URLSearchParams(fields) }),
      }),
    submit: async (url, fields) => {
      const answer = await send(url, { method: "POST", body: new URLSearchParams(fields), headers: {} });
      return new URL(answer.headers.get("location") ?? "", url).href;
    },
    cookie: async (name) => (await jar.getCookies(site)).find(({ key }) => key === name)?.value,
  };
};
