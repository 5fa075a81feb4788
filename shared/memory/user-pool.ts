/** A user pool with preset answers that records the calls. */
import type { Session, UserPool } from "../ports/index.js";
import type { MemorySeed } from "./seed.js";

export type MemoryUserPool = UserPool & {
  readonly revoked: string[];
  /** The addresses with a password reset request. */
  readonly resets: string[];
  /** The `sub` of each user whose sessions were ended. */
  readonly ended: string[];
  /** Addresses whose password was set after a confirmation, with the passwords. */
  readonly passwords: Map<string, string>;
  /** Addresses that requested another confirmation code. */
  readonly resent: string[];
  /** User names and answers of the challenges, in order. */
  readonly challenged: { readonly username: string; readonly answer: string }[];
};

/** 2025-01-01, when the clock of most tests starts. */
const STARTED = 1_735_689_600;

/** A session with fixed words in place of tokens. */
export const memorySession = (userId: string | undefined, sub = "sub-1"): Session => ({
  accessToken: "access-token",
  idToken: "id-token",
  refreshToken: "refresh-token",
  expiresInSeconds: 900,
  principal: {
    ...{ sub, userId, username: sub, jti: "jti-1", sessionId: "session-1", scopes: ["openid"] },
    authenticatedAtSeconds: STARTED,
  },
  facts: { email: "ada@example.com" },
});

export const memoryUserPool = (seed: MemorySeed): MemoryUserPool => {
  const pool: MemoryUserPool = {
    revoked: [],
    resets: [],
    ended: [],
    passwords: new Map(),
    resent: [],
    challenged: [],
    signIn: async () => seed.signIn ?? { kind: "refused" },
    signUp: async () => seed.signUp ?? { kind: "exists" },
    confirmSignUp: async (_, code) => (code === "123456" ? "confirmed" : "invalid_code"),
    setPassword: async (email, password) => {
      pool.passwords.set(email, password);
      return { sub: seed.signUp?.kind === "created" ? seed.signUp.sub : "sub-1" };
    },
    resendCode: async (email) => {
      pool.resent.push(email);
      return seed.resend ?? "withheld";
    },
    requestReset: async (email) => {
      pool.resets.push(email);
      return seed.requestReset ?? "asked";
    },
    resetPassword: async ({ code }) => (code === "123456" ? "reset" : "invalid_code"),
    subOf: async (email) => seed.profiles?.find((profile) => profile.email === email)?.sub ?? "sub-1",
    endSessions: async (sub) => {
      pool.ended.push(sub);
    },
    refresh: async () => seed.refresh ?? { kind: "refused", reason: "expired" },
    revoke: async (token) => {
      pool.revoked.push(token);
    },
    answerStep: async ({ username }, answer) => {
      pool.challenged.push({ username, answer });
      return seed.answerStep ?? { kind: "refused" };
    },
    startChallenge: async (username, answer) => {
      pool.challenged.push({ username, answer });
      return seed.startChallenge ?? { kind: "asked", session: "pool-session-1", username: "sub-1" };
    },
    answerChallenge: async ({ username, answer }) => {
      pool.challenged.push({ username, answer });
      return seed.answerChallenge ?? { kind: "wrong", session: "pool-session-2" };
    },
  };
  return pool;
};
