/** The client of the HTTP API: the ways to sign in, the session, and every route with its types. */
import type {
  Address,
  BrowserSession,
  Challenge,
  CodeAndPassword,
  MailedCode,
  Operations,
  PasswordSignIn,
  SignInStart,
  SignUp,
  StepAnswer,
  StepUpStart,
} from "./api.js";
import { ok, type Problem, type Result } from "./problem.js";
import { sessions, type TokenStore } from "./session.js";
import type { Surroundings } from "./tabs.js";
import { type Input, type Mode, transport } from "./transport.js";

export type ClientOptions = {
  /** The site of the service, without a slash at the end. Without it: the site of the page. */
  readonly baseUrl?: string | undefined;
  /** `cookie` (default): for pages of the site. `token`: for native apps, services and other sites. */
  readonly session?: Mode | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Where the refresh token is kept, with `token`. Without it: in memory. */
  readonly store?: TokenStore | undefined;
};

export type Route = keyof Operations;
export type InputOf<R extends Route> = Operations[R]["input"] & { readonly signal?: AbortSignal | undefined };
export type CodeOf<R extends Route> = Operations[R]["code"];
export type AnswerTo<R extends Route> = Result<Operations[R]["answer"], CodeOf<R>>;
/** No argument where nothing is required. */
type Arguments<R extends Route> =
  Record<never, never> extends Operations[R]["input"] ? [input?: InputOf<R>] : [input: InputOf<R>];

export type SignInStep =
  | { readonly status: "signed_in"; readonly session: BrowserSession | undefined }
  | Pick<Challenge, "status" | "challenge" | "options">;

type Wish<Fields> = Omit<Fields, "session">;
type Redirect = {
  /** Such as `Google`. Without it: the pool's own page. */
  readonly provider?: string | undefined;
  /** A page of the site, or of a sister site. */
  readonly returnTo?: string | undefined;
  readonly email?: string | undefined;
  readonly remember?: boolean | undefined;
};

export type IdentityClient = ReturnType<typeof buildClient>;

export const buildClient = (options: ClientOptions, around: Surroundings, now: () => number) => {
  const { session: mode = "cookie", store = inMemory() } = options;
  const baseUrl = (options.baseUrl ?? "").replace(/\/+$/, "");
  // Called as a property, because a browser's own needs its window.
  const send = transport({ baseUrl, mode, fetch: options.fetch ?? ((...sent) => globalThis.fetch(...sent)) });
  const session = sessions({
    ...{ mode, send, store, around, now },
    name: `identity-client ${mode} ${baseUrl}`,
    shared: mode === "cookie" || options.store !== undefined,
  });
  let challengeToken: string | undefined;

  const call = <R extends Route>(route: R, ...[input = {}]: Arguments<R>): Promise<AnswerTo<R>> =>
    session.call(route, input as Input) as Promise<AnswerTo<R>>;

  const enter = async <R extends Route>(route: R, body: object): Promise<Result<SignInStep, CodeOf<R>>> => {
    const { data, error } = await session.enter(route, body);
    if (error) return { data: undefined, error: error as Problem<CodeOf<R>> };
    challengeToken = data.status === "challenge" ? data.challenge_token : undefined;
    if (data.status === "challenge")
      return ok({ status: data.status, challenge: data.challenge, options: data.options });
    return ok({ status: data.status, session: "session" in data ? data.session : undefined });
  };

  return {
    call,
    signIn: {
      password: (fields: Wish<PasswordSignIn>) =>
        enter("POST /api/account/signin", { ...fields, session: mode }),
      /** A code by mail, and the sign-in with it. */
      code: {
        start: (fields: Wish<SignInStart>) =>
          call("POST /api/account/signin/code", { body: { ...fields, session: mode } }),
        verify: (fields: MailedCode) => enter("POST /api/account/signin/code/verify", fields),
      },
      /** A link by mail, and the sign-in with the part of it after the `#`. */
      link: {
        start: (fields: Wish<SignInStart>) =>
          call("POST /api/account/signin/link", { body: { ...fields, session: mode } }),
        verify: (fields: { readonly token: string }) => enter("POST /api/account/signin/link/verify", fields),
      },
      /** The address to which a page of the site sends its browser. */
      provider: ({ provider, returnTo, email, remember }: Redirect = {}): string => {
        const query = new URLSearchParams({
          ...(provider !== undefined && { provider }),
          ...(returnTo !== undefined && { return_to: returnTo }),
          ...(email !== undefined && { email }),
          ...(remember === true && { remember: "true" }),
        });
        return `${baseUrl}/auth/signin${query.size > 0 ? `?${query}` : ""}`;
      },
    },
    /** Answers the step that a sign-in asked for. */
    challenge: (answer: Omit<StepAnswer, "challenge_token">) =>
      enter("POST /api/account/challenge", {
        ...answer,
        ...(challengeToken !== undefined && { challenge_token: challengeToken }),
      }),
    /** The session, refreshed if that is due. */
    session: session.describe,
    refresh: session.refresh,
    /** The access token of a session in tokens, refreshed if it ends within 30 seconds. */
    accessToken: session.accessToken,
    /** Calls the listener with every new state, also from other tabs. Returns what ends that. */
    onChange: session.onChange,
    /** Ends all sessions of the user. */
    signOut: session.end,
    signUp: (body: SignUp) => call("POST /api/account/signup", { body }),
    confirm: (body: CodeAndPassword) => call("POST /api/account/confirm", { body }),
    resend: (body: Address) => call("POST /api/account/resend", { body }),
    forgot: (body: Address) => call("POST /api/account/forgot", { body }),
    reset: (body: CodeAndPassword) => call("POST /api/account/reset", { body }),
    /** A mailed code before a sensitive act. */
    stepUp: {
      start: (body: StepUpStart) => call("POST /api/account/step-up", { body }),
      verify: (body: MailedCode) => call("POST /api/account/step-up/verify", { body }),
    },
    me: (...input: Arguments<"GET /api/account/me">) => call("GET /api/account/me", ...input),
    accounts: {
      list: (query: Page = {}) => call("GET /api/accounts", { query }),
      create: (body: { readonly name: string }, idempotencyKey?: string) =>
        call("POST /api/accounts", { body, idempotencyKey }),
      read: (accountId: string) =>
        call("GET /api/accounts/{account_id}", { path: { account_id: accountId } }),
      rename: (accountId: string, body: { readonly name: string }) =>
        call("PATCH /api/accounts/{account_id}", { path: { account_id: accountId }, body }),
      close: (accountId: string) =>
        call("POST /api/accounts/{account_id}/close", { path: { account_id: accountId } }),
      /** Makes the account the active one, and refreshes the session, which then acts in it. */
      activate: async (accountId: string): Promise<AnswerTo<"POST /api/account/active">> => {
        const answer = await call("POST /api/account/active", { body: { account_id: accountId } });
        if (answer.error) return answer;
        const { error } = await session.refresh();
        return error ? { data: undefined, error: error as Problem<never> } : answer;
      },
      members: (accountId: string, query: Page = {}) =>
        call("GET /api/accounts/{account_id}/members", { path: { account_id: accountId }, query }),
    },
  };
};

type Page = { readonly limit?: number | undefined; readonly cursor?: string | undefined };

const inMemory = (): TokenStore => {
  let held: string | undefined;
  return {
    get: () => held,
    set: (refreshToken) => {
      held = refreshToken;
    },
    clear: () => {
      held = undefined;
    },
  };
};
