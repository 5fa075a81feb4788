/** Each way into the API, step by step. A line says what was sent, what came back, and whether that is as it should be. */
import { type Answer, browserAt, type Sent, send } from "./http.js";
import { credentialsOf } from "./identity.js";
import { signInBySrp } from "./srp.js";
import type { Target } from "./target.js";

export type Step = {
  readonly line: string;
  readonly isExpected: boolean;
};
export type Way = {
  readonly name: string;
  readonly shows: string;
  run(target: Target, note: (step: Step) => void): Promise<void>;
};

/** The fields of an answer that are shown. Tokens, keys and cookies never are. */
const SHOWN = [
  "status",
  "code",
  "user",
  "groups",
  "is_admin",
  "is_viewer",
  "credential",
  "role",
  "user_id",
  "email",
  "session",
  "account",
  "expires_in",
];

const factsOf = (body: Answer["body"]): string =>
  JSON.stringify(Object.fromEntries(SHOWN.filter((name) => name in body).map((name) => [name, body[name]])));

const stepOf = (what: string, { status, body }: Answer, expected: number): Step => ({
  line: `${what} -> ${status}${status === expected ? "" : `, expected ${expected}`} ${factsOf(body)}`,
  isExpected: status === expected,
});

const asked = async (
  [target, note]: readonly [Target, (step: Step) => void],
  [route, expected]: readonly [string, number],
  { as, ...sent }: Sent & { readonly as: string },
): Promise<Answer> => {
  const answer = await send(target, route, sent);
  note(stepOf(`${route}, ${as}`, answer, expected));
  return answer;
};

const withoutSignature: Way = {
  name: "none",
  shows: "what is open, and that the rest is not",
  run: async (...to) => {
    await asked(to, ["GET /test/plain", 200], { as: "without a credential" });
    await asked(to, ["GET /test/public", 403], { as: "without a credential" });
    await asked(to, ["GET /api/account/me", 401], { as: "without a credential" });
  },
};

const ownCredentials: Way = {
  name: "own-credentials",
  shows: "a request signed with the AWS credentials of whoever runs this",
  run: async (...to) => {
    const [{ credentials: signer }] = to;
    await asked(to, ["GET /test/auth", 200], { as: "signed", signer });
  },
};

const password: Way = {
  name: "password",
  shows: "a session whose tokens the client holds",
  run: async (...to) => {
    const [{ user }] = to;
    const session = await asked(to, ["POST /api/account/signin", 200], {
      as: "with e-mail address and password",
      body: { ...user, session: "token" },
    });
    const headers = { authorization: `Bearer ${String(session.body.access_token)}` };
    await asked(to, ["GET /api/account/me", 200], { as: "with the access token", headers });
    const { refresh_token } = session.body;
    await asked(to, ["POST /api/account/refresh", 200], {
      as: "with the refresh token",
      body: { refresh_token },
    });
  },
};

const srp: Way = {
  name: "srp",
  shows: "a password that is proved and never sent, and AWS credentials for the ID token",
  run: async (...to) => {
    const [target, note] = to;
    const idToken = await signInBySrp(target);
    note({
      line: "Cognito, USER_SRP_AUTH and PASSWORD_VERIFIER without Session -> an ID token",
      isExpected: true,
    });
    const { identityId, credentials } = await credentialsOf(target, idToken);
    note({ line: `identity pool, with the ID token -> credentials of ${identityId}`, isExpected: true });
    await asked(to, ["GET /test/auth", 200], {
      as: "signed, with the ID token",
      signer: credentials,
      headers: { "x-cognito-id-token": idToken },
    });
  },
};

const guest: Way = {
  name: "guest",
  shows: "an identity without a login",
  run: async (...to) => {
    const [target, note] = to;
    const { identityId, credentials } = await credentialsOf(target);
    note({ line: `identity pool, without a login -> credentials of ${identityId}`, isExpected: true });
    await asked(to, ["GET /test/public", 200], { as: "signed as a guest", signer: credentials });
    await asked(to, ["GET /test/auth", 403], { as: "signed as a guest", signer: credentials });
  },
};

const apiKey: Way = {
  name: "api-key",
  shows: "a service with a key of an account",
  run: async (...to) => {
    const [{ apiKey: key }, note] = to;
    if (key === undefined) {
      note({
        line: "left out: there is no key; docs/api-keys.md says how to get one",
        isExpected: true,
      });
      return;
    }
    await asked(to, ["GET /api/probe/account", 200], { as: "with the key", headers: { "x-api-key": key } });
    const wrong = `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
    await asked(to, ["GET /api/probe/account", 401], {
      as: "with a changed key",
      headers: { "x-api-key": wrong },
    });
  },
};

const cookie: Way = {
  name: "cookie",
  shows: "a browser without tokens: the cookie is the session. Its sign-out ends all sessions of the user",
  run: async (target, note) => {
    const browser = browserAt(target);
    const step = async (route: string, expected: number, body?: object): Promise<void> =>
      note(stepOf(`${route}, as a page of the site`, await browser.send(route, body), expected));
    await step("POST /api/account/signin", 200, { ...target.user, session: "cookie" });
    note({ line: `the browser holds ${(await browser.names()).join(" and ")}`, isExpected: true });
    await step("GET /api/account/session", 200);
    await step("GET /api/account/me", 200);
    await step("POST /api/account/refresh", 200, {});
    await step("POST /api/account/logout", 204);
    await step("GET /api/account/me", 401);
  },
};

export const WAYS: readonly Way[] = [withoutSignature, ownCredentials, password, srp, guest, apiKey, cookie];

/** Runs the ways in their order. Returns the names of those that were not as they should be. */
export const tryWays = async (
  target: Target,
  { names, report }: { readonly names: readonly string[]; readonly report: (line: string) => void },
): Promise<string[]> => {
  const failed = new Set<string>();
  for (const { name, shows, run } of WAYS.filter((way) => names.length === 0 || names.includes(way.name))) {
    report(`\n${name}: ${shows}`);
    const note = ({ line, isExpected }: Step): void => {
      report(`  ${isExpected ? "✓" : "✗"} ${line}`);
      if (!isExpected) failed.add(name);
    };
    await run(target, note).catch((error: unknown) => {
      note({
        line: error instanceof Error ? `${error.name}: ${error.message}` : "failed",
        isExpected: false,
      });
    });
  }
  return [...failed];
};
