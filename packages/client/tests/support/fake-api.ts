/** A server that keeps sessions as the API does, and notes every request. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Seen = {
  readonly route: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
};
type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
};
type Rule = (seen: Seen) => Answer | undefined;

export const SESSION = {
  user_id: "usr_ada",
  email: "ada@example.com",
  account: null,
  remembered: false,
  valid_until: "2027-01-01T00:15:00.000Z",
  idle_until: "2027-01-01T01:00:00.000Z",
  ends_at: "2027-01-01T12:00:00.000Z",
};
export const UNAUTHORIZED = { status: 401, body: { message: "Unauthorized" } };

export const problemAnswer = (status: number, code: string, more: object = {}): Answer => ({
  status,
  headers: { "content-type": "application/problem+json" },
  body: {
    ...{ type: `urn:identity-lifecycle:problem:${code}`, title: "Title", status, detail: `Words of ${code}` },
    ...{ code, request_id: "request-1", ...more },
  },
});

export const startFakeApi = async () => {
  const seen: Seen[] = [];
  const rules: Rule[] = [];
  /** The only valid cookie or access token; undefined: the session must be refreshed. */
  let valid: string | undefined;
  let refreshable: string | undefined;
  let count = 0;

  /** A new credential in place of the one before. */
  const issue = (asTokens: boolean): Answer => {
    count += 1;
    valid = `access-${count}`;
    refreshable = asTokens ? `refresh-${count}` : `cookie-${count}`;
    const cookie = `__Host-Http-session=cookie-${count}; Path=/; Secure; HttpOnly; SameSite=Strict`;
    return asTokens
      ? {
          status: 200,
          body: {
            status: "signed_in",
            access_token: valid,
            id_token: "id",
            refresh_token: refreshable,
            token_type: "Bearer",
            expires_in: 900,
          },
        }
      : {
          status: 200,
          headers: { "set-cookie": [cookie] },
          body: {
            status: "signed_in",
            session: { ...SESSION, valid_until: `2027-01-01T00:15:0${count}.000Z` },
          },
        };
  };
  const isValid = ({ headers }: Seen): boolean =>
    valid !== undefined &&
    (headers.authorization === `Bearer ${valid}` || headers.cookie === `__Host-Http-session=cookie-${count}`);

  const answerTo = (request: Seen): Answer => {
    for (const rule of rules) {
      const answer = rule(request);
      if (answer !== undefined) return answer;
    }
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { cookie } = request.headers;
    const held = body.refresh_token ?? cookie?.replace("__Host-Http-session=", "");
    switch (request.route) {
      case "POST /api/account/signin":
        return body.password === "right"
          ? issue(body.session === "token")
          : problemAnswer(401, "invalid_credentials");
      case "POST /api/account/refresh":
        return held !== undefined && held === refreshable
          ? issue(body.refresh_token !== undefined)
          : problemAnswer(401, "session_expired");
      case "POST /api/account/signout":
        valid = undefined;
        refreshable = undefined;
        return { status: 204 };
      case "GET /api/account/session":
        if (held === undefined || held !== refreshable)
          return { status: 200, body: { status: "signed_out" } };
        return valid === undefined
          ? { status: 200, body: { status: "refresh_due" } }
          : { status: 200, body: { status: "signed_in", session: SESSION } };
      default:
        return isValid(request) ? { status: 200, body: { items: [], cursor: null } } : UNAUTHORIZED;
    }
  };

  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const request: Seen = {
      route: `${incoming.method} ${incoming.url}`,
      headers: incoming.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
    seen.push(request);
    const { status, body, headers = {} } = answerTo(request);
    outgoing.writeHead(status, { "content-type": "application/json", ...headers } as never);
    outgoing.end(typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    routes: () => seen.map(({ route }) => route),
    /** The next requests get the answer of the rule, if it has one. */
    when: (rule: Rule): void => {
      rules.unshift(rule);
    },
    /** As after 15 minutes: the next request needs a refresh. */
    expire: (): void => {
      valid = undefined;
    },
    /** The session is over, as after its idle time. */
    end: (): void => {
      valid = undefined;
      refreshable = undefined;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;

/** What a browser adds: its cookies. */
export const browserFetch = (): typeof fetch => {
  const cookies = new Map<string, string>();
  return async (url, init) => {
    const headers = new Headers(init?.headers);
    if (cookies.size > 0 && init?.credentials === "include")
      headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(url, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };
};
