/**
 * The session of a client: in a cookie that only the browser sees, or in tokens. It is refreshed by one request at a time, in
 * this client and, with locks, in the browser.
 */
import type { BrowserSession, SessionState as Described, SessionOrStep } from "./api.js";
import { failed, ok, type Problem, type Result } from "./problem.js";
import { type News, openTabs, type Surroundings } from "./tabs.js";
import type { Input, Mode, Send } from "./transport.js";

/** Where a client keeps its refresh token. Pages that share one share the session. */
export type TokenStore = {
  readonly get: () => Promise<string | undefined> | string | undefined;
  readonly set: (refreshToken: string) => Promise<void> | void;
  readonly clear: () => Promise<void> | void;
};

/** `session`: its facts, with a cookie. */
export type SessionState =
  | { readonly status: "signed_in"; readonly session: BrowserSession | undefined }
  | { readonly status: "signed_out"; readonly session: undefined };
export type Listener = (state: SessionState) => void;

type SignedIn = Exclude<SessionOrStep, { status: "challenge" }>;
type Options = {
  readonly name: string;
  readonly mode: Mode;
  readonly send: Send;
  readonly store: TokenStore;
  /** Other tabs have the same session. */
  readonly shared: boolean;
  readonly around: Surroundings;
  readonly now: () => number;
};

const EARLY_MS = 30_000;
const SIGNED_OUT = { status: "signed_out", session: undefined } as const;
const ENDED: Problem = {
  code: "session_expired",
  status: 401,
  title: "Unauthorized",
  detail: "There is no session.",
};
const NO_TOKENS: Problem = {
  code: "invalid_request",
  status: 0,
  title: "No tokens",
  detail: "The session is in a cookie, which no script can read.",
};
/** They end or renew a session themselves. */
const OWN = /^POST \/api\/account\/(challenge|refresh|signout|logout)$/;

export type Sessions = ReturnType<typeof sessions>;

export const sessions = ({ name, mode, send, store, shared, around, now }: Options) => {
  const listeners = new Set<Listener>();
  let access: { readonly token: string; readonly untilMs: number } | undefined;
  /** Changes with the credentials, so that a 401 of older ones does not refresh again. */
  let generation = 0;
  let current: SessionState = SIGNED_OUT;
  let shown = "";
  let flight: Promise<Result<SessionState>> | undefined;
  let entering: Promise<unknown> | undefined;

  /** Whether it is news. */
  const show = (state: SessionState): boolean => {
    current = state;
    const text = JSON.stringify(state);
    const isNew = text !== shown;
    shown = text;
    if (isNew) for (const each of listeners) each(state);
    return isNew;
  };
  const heard = (news: News): void => {
    access = undefined;
    generation += 1;
    if (news === "signed_out") show(SIGNED_OUT);
    else if (mode === "token") show({ status: "signed_in", session: undefined });
    else void describe();
  };
  const tabs = openTabs(name, shared ? around : {}, heard);

  const keep = async (signedIn: SignedIn): Promise<SessionState> => {
    const session = "session" in signedIn ? signedIn.session : undefined;
    if ("access_token" in signedIn) {
      const { access_token: token, refresh_token: refreshToken, expires_in: seconds } = signedIn;
      if (refreshToken !== undefined) await store.set(refreshToken);
      access = { token, untilMs: now() + seconds * 1000 };
    }
    generation += 1;
    const state: SessionState = { status: "signed_in", session };
    show(state);
    return state;
  };
  const forget = async (): Promise<void> => {
    access = undefined;
    generation += 1;
    if (mode === "token") await store.clear();
    if (show(SIGNED_OUT)) tabs.tell("signed_out");
  };

  const renew = async (waited: boolean): Promise<Result<SessionState>> => {
    if (waited && mode === "cookie") {
      const seen = await ask("GET /api/account/session");
      if (seen.data?.status === "signed_in") return ok(await keep(seen.data));
    }
    const refreshToken = mode === "token" ? await store.get() : undefined;
    if (mode === "token" && refreshToken === undefined) {
      await forget();
      return failed(ENDED);
    }
    const before = generation;
    const body = refreshToken === undefined ? {} : { refresh_token: refreshToken };
    const { data, error } = await send("POST /api/account/refresh", { body });
    if (!error) return ok(await keep(data as SignedIn));
    if (error.code !== "session_expired") return failed(error);
    // A sign-in in another tab has replaced the session that ended.
    if (mode === "token" && (await store.get()) !== refreshToken) return renew(false);
    if (mode === "cookie" && before !== generation) return ok(current);
    await forget();
    return failed(error);
  };
  /** A sign-in that runs goes first: its session is the newer one. */
  const afterSignIn = async (): Promise<Result<SessionState>> => {
    const before = generation;
    await entering?.catch(() => undefined);
    return before === generation ? tabs.alone(renew) : ok(current);
  };
  const refresh = (): Promise<Result<SessionState>> => {
    flight ??= afterSignIn().finally(() => {
      flight = undefined;
    });
    return flight;
  };
  const settled = async (): Promise<void> => {
    await flight?.catch(() => undefined);
  };
  /** After a refresh that runs, whose answer could replace the newer session. */
  const signIn = async (route: string, body: object): Promise<Result<SessionOrStep>> => {
    await settled();
    const { data, error } = await send(route, { body });
    if (error) return failed(error);
    const reached = data as SessionOrStep;
    if (reached.status === "signed_in") {
      await keep(reached);
      tabs.tell("signed_in");
    }
    return ok(reached);
  };
  const ask = async (route: "GET /api/account/session"): Promise<Result<Described>> =>
    (await send(route, {})) as Result<Described>;

  const describe = async (): Promise<Result<SessionState>> => {
    if (mode === "token")
      return ok((await store.get()) === undefined ? SIGNED_OUT : { status: "signed_in", session: undefined });
    const { data, error } = await ask("GET /api/account/session");
    if (error) return failed(error);
    if (data.status !== "refresh_due") {
      const state = data.status === "signed_in" ? data : SIGNED_OUT;
      show(state);
      return ok(state);
    }
    const renewed = await refresh();
    return renewed.error?.code === "session_expired" ? ok(SIGNED_OUT) : renewed;
  };

  return {
    refresh,
    describe,
    /** A request that begins a session, or asks for another step. */
    enter: (route: string, body: object): Promise<Result<SessionOrStep>> => {
      const work = signIn(route, body);
      entering = work;
      return work.finally(() => {
        if (entering === work) entering = undefined;
      });
    },
    /** The request, and once more after a refresh. Nothing ran for a request without a valid session. */
    call: async (route: string, input: Input): Promise<Result<unknown>> => {
      const before = generation;
      const first = await send(route, input, access?.token);
      if (first.error?.code !== "session_expired" || OWN.test(route)) return first;
      if (before === generation) {
        const { error } = await refresh();
        if (error) return failed(error);
      }
      const second = await send(route, input, access?.token);
      if (second.error?.code === "session_expired") await forget();
      return second;
    },
    /** Without an answer of the service the session stays, and the user can try again. */
    end: async (): Promise<Result<undefined>> => {
      await settled();
      const refreshToken = mode === "token" ? await store.get() : undefined;
      const body = refreshToken === undefined ? {} : { refresh_token: refreshToken };
      const { error } = await send("POST /api/account/signout", { body }, access?.token);
      if (error && error.code !== "session_expired") return failed(error);
      await forget();
      return ok(undefined);
    },
    accessToken: async (): Promise<Result<string>> => {
      if (mode === "cookie") return failed(NO_TOKENS);
      if (access === undefined || access.untilMs - EARLY_MS <= now()) {
        const { error } = await refresh();
        if (error) return failed(error);
      }
      return access === undefined ? failed(ENDED) : ok(access.token);
    },
    onChange: (listener: Listener): (() => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
