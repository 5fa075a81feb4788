/** An account API in memory, by the contract the pages rely on. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StackUser } from "../../../local/front-door/index.js";
import type { Inbox } from "../../../local/inbox/index.js";

export type Happening = { readonly type: string; readonly subject: string; readonly succeeded: boolean };
type Options = {
  readonly users: readonly StackUser[];
  readonly inbox: Inbox;
  readonly audit: (happening: Happening) => void;
};
type Body = Readonly<Record<string, string>>;
type Answer = { readonly status: number; readonly body?: unknown; readonly cookie?: string };

const CODE = "493817";
const COOKIE = "__Host-Http-session";
const ATTRIBUTES = "Secure; HttpOnly; SameSite=Strict; Path=/";

export const startFakeAccountApi = async (options: Options) => {
  const passwords = new Map(options.users.map(({ email, password }) => [email, password]));
  const unconfirmed = new Map<string, string>();
  const sessions = new Map<string, string>();

  const session = (email: string): Answer => {
    const token = randomUUID();
    sessions.set(token, email);
    return {
      status: 200,
      body: { status: "signed_in", session: factsOf(options.users, email) },
      cookie: `${COOKIE}=${token}; ${ATTRIBUTES}`,
    };
  };
  const routes: Record<string, (body: Body, request: IncomingMessage) => Answer> = {
    "POST /api/account/signin": ({ email = "", password }) => {
      const succeeded = passwords.get(email) === password;
      options.audit({ type: succeeded ? "signin.succeeded" : "signin.failed", subject: email, succeeded });
      return succeeded ? session(email) : problem(401, "invalid_credentials", "Incorrect email or password.");
    },
    "POST /api/account/signup": ({ email = "", password = "" }) => {
      unconfirmed.set(email, password);
      options.inbox.deliver(codeMessage(email));
      options.audit({ type: "signup.requested", subject: email, succeeded: true });
      const delivery = { medium: "EMAIL", destination: `${email.slice(0, 1)}***@***` };
      return { status: 202, body: { status: "confirmation_required", delivery } };
    },
    "POST /api/account/confirm": ({ email = "", code, password = "" }) => {
      if (code !== CODE) return problem(400, "code_mismatch", "The code is wrong or has expired.");
      passwords.set(email, password);
      return { status: 200, body: { status: "confirmed" } };
    },
    "POST /api/account/refresh": (_, request) => {
      const email = sessions.get(cookieOf(request));
      return email ? session(email) : problem(401, "session_expired", "Please sign in again.");
    },
    "POST /api/account/signout": (_, request) => {
      sessions.delete(cookieOf(request));
      return { status: 204, cookie: `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0` };
    },
    "GET /api/account/session": (_, request) => {
      const email = sessions.get(cookieOf(request));
      const body = email
        ? { status: "signed_in", session: factsOf(options.users, email) }
        : { status: "signed_out" };
      return { status: 200, body };
    },
    "GET /api/account/me": (_, request) => me(options.users, request, sessions.get(cookieOf(request))),
  };

  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      const route = routes[`${request.method} ${request.url}`];
      send(response, route ? route(body, request) : problem(404, "not_found", "There is nothing here."));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
};

const me = (users: readonly StackUser[], { headers }: IncomingMessage, email: string | undefined): Answer => {
  const accounts = users.find((user) => user.email === email)?.accounts ?? [];
  const wanted = headers["x-account-id"];
  const account = accounts.find(({ systemAccountId }) => wanted === undefined || systemAccountId === wanted);
  if (email === undefined) return { status: 401, body: { message: "Unauthorized" } };
  if (!account) return { status: 403, body: { message: "Forbidden" } };
  return { status: 200, body: { user_id: "usr_01", email, account, memberships: accounts } };
};

const factsOf = (users: readonly StackUser[], email: string) => {
  const account = users.find((user) => user.email === email)?.accounts[0];
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  return {
    user_id: "usr_01JD4Z6S3M",
    email,
    account:
      account === undefined
        ? null
        : {
            system_account_id: account.systemAccountId,
            visible_account_id: account.visibleAccountId,
            cell_id: "cell-eu-1",
            role: account.role,
          },
    remembered: false,
    valid_until: at(15),
    idle_until: at(60),
    ends_at: at(720),
  };
};

const codeMessage = (to: string) => ({
  channel: "EMAIL" as const,
  to,
  subject: "Your verification code",
  body: `Your confirmation code is ${CODE}.\n\n<b>Not markup</b>`,
  code: CODE,
  triggerSource: "CustomMessage_SignUp",
  poolId: "us-east-1_AbcdEf123",
  username: to,
  at: new Date().toISOString(),
});

const problem = (status: number, code: string, detail: string): Answer => ({
  status,
  body: { type: `urn:problem:${code}`, title: "Problem", status, detail, code, request_id: "req-1" },
});

const cookieOf = ({ headers }: IncomingMessage): string => headers.cookie?.split(`${COOKIE}=`)[1] ?? "";

const readJson = async (request: IncomingMessage): Promise<Body> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || "{}") as Body;
};

const send = (response: ServerResponse, { status, body, cookie }: Answer): void => {
  if (cookie) response.setHeader("set-cookie", cookie);
  response.writeHead(status, body === undefined ? {} : { "content-type": "application/json" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
