/**
 * The sessions of a model of the user pool: what the pool holds of each, and the flows of the service that end them, on
 * the ports of the model. A sign-in with a password is one at our endpoint, one with a provider is at the pool's pages.
 */
import { randomUUID } from "node:crypto";
import type { PoolUser } from "../../shared/domain/pool-user.js";
import { secondsAt } from "../../shared/domain/seconds.js";
import type { Principal } from "../../shared/domain/token-rules.js";
import { reinstateUser, suspendUser } from "../../shared/flows/operator/suspend-user.js";
import { resetPassword } from "../../shared/flows/password-reset/reset-password.js";
import { recordSignIn } from "../../shared/flows/sign-in/record-sign-in.js";
import { refreshSession } from "../../shared/flows/sign-in/refresh-session.js";
import { signOut } from "../../shared/flows/sign-in/sign-out.js";
import type { MemoryPorts } from "../../shared/memory/ports.js";
import type { Ports, Session } from "../../shared/ports/index.js";
import { notices } from "./triggers.js";

const LIFETIME = { refreshSeconds: 2_592_000 };
const REASON = "a step of the history";

export type ModelSession = {
  readonly principal: Session["principal"] & { readonly userId: string };
  readonly refreshToken: string;
  /** What the client keeps; undefined for a session of the pool's pages. */
  readonly token: string | undefined;
};

type Pool = {
  readonly ports: Omit<MemoryPorts, "identities" | "poolDirectory"> & Ports;
  readonly users: ReadonlyMap<string, PoolUser>;
  put(user: PoolUser): void;
  /** PreTokenGeneration; rejects if it withholds the tokens. */
  tokensFor(user: PoolUser): Promise<void>;
};

export const modelSessions = ({ ports, users, put, tokensFor }: Pool) => {
  const all: ModelSession[] = [];
  /** The refresh tokens that the pool takes. */
  const live = new Set<string>();
  const caller = () => ({
    ...{ requestId: randomUUID(), network: "192.0.2.1" },
    facts: { requestId: "request", sourceIp: "192.0.2.1" },
  });
  // A user name of a provider can come again, with another sub.
  const bySub = (sub: string) => [...users.values()].find((user) => user.sub === sub);
  const byName = (name: string) => users.get(name) ?? bySub(name);
  const endAtPool = async (name: string): Promise<void> => {
    for (const session of all)
      if (session.principal.sub === byName(name)?.sub) live.delete(session.refreshToken);
  };
  const sessionOf = ({ principal, refreshToken }: ModelSession): Session => ({
    ...{ accessToken: principal.jti, idToken: principal.jti, refreshToken, expiresInSeconds: 900, principal },
    facts: { email: "user@example.com" },
  });
  const held = (refreshToken: string) => all.find((session) => session.refreshToken === refreshToken);
  /** The pool's answer to a refresh token. It does not rotate here. */
  const atPool = async (refreshToken: string): Promise<"refused" | ModelSession> => {
    const session = held(refreshToken);
    const user = session && bySub(session.principal.sub);
    if (!session || !user?.enabled || !live.has(refreshToken)) return "refused";
    return tokensFor(user).then(
      () => session,
      () => "refused" as const,
    );
  };
  const userPool = {
    ...ports.userPool,
    endSessions: endAtPool,
    revoke: async (refreshToken: string) => void live.delete(refreshToken),
    resetPassword: async () => "reset" as const,
    subOf: async (email: string) =>
      [...users.values()].find((user) => user.status !== "EXTERNAL_PROVIDER" && user.email === email)?.sub,
    refresh: async (refreshToken: string) => {
      const answer = await atPool(refreshToken);
      return answer === "refused"
        ? { kind: "refused" as const, reason: "expired" as const }
        : { kind: "session" as const, session: { ...sessionOf(answer), refreshToken: undefined } };
    },
  };
  const deps = {
    ...ports,
    ...{ lifetime: LIFETIME, notices, operator: "operator" },
    tokens: {
      verify: async (token: string) => {
        const principal = all.find((session) => session.principal.jti === token)?.principal;
        return principal === undefined
          ? { kind: "invalid" as const, reason: "signature" as const }
          : { kind: "valid" as const, principal: principal as Principal };
      },
    },
    ...{ userPool, tokenUserPool: userPool },
  };
  const operatorDeps = {
    ...deps,
    poolUsers: {
      poolId: async () => "us-east-1_Example01",
      all: async function* () {
        yield* users.values();
      },
      byEmail: async (email: string) => [...users.values()].filter((user) => user.email === email),
      bySub: async (sub: string) => bySub(sub),
      unconfirmedSince: async function* () {},
      disable: async (name: string) => switched(name, false),
      enable: async (name: string) => switched(name, true),
      endSessions: endAtPool,
      remove: async () => undefined,
    },
    users: {
      profiles: async function* () {
        yield* ports.directory.profiles.values();
      },
      changeStatus: async (
        {
          userId,
          from,
          to,
        }: { userId: string; from: readonly string[]; to: "UNCONFIRMED" | "ACTIVE" | "SUSPENDED" },
        event: Parameters<MemoryPorts["audit"]["take"]>[0],
      ) => {
        const profile = ports.directory.profiles.get(userId);
        if (!profile || !from.includes(profile.status)) return "unchanged" as const;
        ports.audit.take(event);
        ports.directory.profiles.set(userId, { ...profile, status: to });
        return "changed" as const;
      },
      suspendNew: async () => "unchanged" as const,
      reinstate: async (
        { userId, to }: { userId: string; to: "UNCONFIRMED" | "ACTIVE" | "SUSPENDED" },
        event: Parameters<MemoryPorts["audit"]["take"]>[0],
      ) => {
        const profile = ports.directory.profiles.get(userId);
        if (profile?.status !== "SUSPENDED") return "unchanged" as const;
        ports.audit.take(event);
        ports.directory.profiles.set(userId, { ...profile, status: to });
        return "changed" as const;
      },
      removeUnconfirmed: async () => "kept" as const,
    },
  };
  const switched = (name: string, enabled: boolean): void => {
    const user = byName(name);
    if (user !== undefined) put({ ...user, enabled });
  };

  return {
    all,
    endAtPool,
    begin: async (user: PoolUser, userId: string): Promise<void> => {
      const id = randomUUID();
      const principal = {
        ...{ sub: user.sub, username: user.username, jti: `jti-${id}`, sessionId: id, userId, scopes: [] },
        authenticatedAtSeconds: secondsAt(ports.clock.now()),
      };
      const session = {
        username: user.username,
        principal,
        refreshToken: `refresh-${id}`,
        token: undefined,
      };
      const isOurs = user.status !== "EXTERNAL_PROVIDER";
      const kept = isOurs
        ? await recordSignIn(deps, {
            session: sessionOf(session),
            keeping: { mode: "token" },
            caller: caller(),
            first: Promise.resolve(undefined),
          })
        : undefined;
      all.push({ ...session, token: kept?.mode === "token" ? kept.session.refreshToken : undefined });
      live.add(session.refreshToken);
    },
    /** With the access token: all sessions of the user. */
    endAll: ({ principal }: ModelSession) => signOut(deps, { accessToken: principal.jti, caller: caller() }),
    /** With the refresh token alone: the same. */
    endByToken: ({ token }: ModelSession) => signOut(deps, { sessionToken: token, caller: caller() }),
    suspend: (userId: string) => suspendUser(operatorDeps, { userId, reason: REASON }),
    reinstate: (userId: string) => reinstateUser(operatorDeps, { userId, reason: REASON }),
    /** The endpoint of a new password, with the right code. */
    resetAtEndpoint: (email: string, password: string) =>
      resetPassword(deps, { email, password, code: "123456", caller: caller() }),
    /** Whether the authorizer takes an access token of the session, and whether its refresh token gives another one. */
    lives: async ({ principal, refreshToken, token }: ModelSession): Promise<readonly [boolean, boolean]> => {
      const { userId, sub, sessionId, authenticatedAtSeconds } = principal;
      const session = { sessionId, sub, authenticatedAtSeconds };
      const { sessionEnded, standing } = await ports.access.read({ userId, session });
      const renewed =
        token === undefined
          ? (await atPool(refreshToken)) !== "refused"
          : await refreshSession(deps, { token, caller: caller() }).then(
              () => true,
              () => false,
            );
      return [!sessionEnded && standing.profile?.status === "ACTIVE", renewed];
    },
  };
};
