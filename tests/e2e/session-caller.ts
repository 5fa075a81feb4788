/** A client of a stack's session endpoints. */
import type { RunningStack } from "../../local/stack/index.js";
import { type Answer, post, refreshTokenOf } from "../../local/story/api.js";
import { claimsOf } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";

export type SignedIn = {
  readonly accessToken: string;
  /** The refresh token. */
  readonly token: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly sub: string;
};

export type SessionCaller = {
  call(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  refresh(token: string): Promise<Answer>;
  signedIn(email: string, password: string): Promise<SignedIn>;
};

export const sessionCaller = (stack: RunningStack): SessionCaller => {
  const call: SessionCaller["call"] = (path, body = {}, headers = {}) =>
    post(stack.describe(), path, body, headers);
  return {
    call,
    refresh: (token) => call("refresh", { refresh_token: token }),
    signedIn: async (email, password) => {
      const answer = await call("signin", { email, password });
      const accessToken = String(answer.body.access_token);
      const claims = claimsOf(accessToken) as { origin_jti: string; user_id: string; sub: string };
      return {
        accessToken,
        token: refreshTokenOf(answer) ?? "",
        sessionId: claims.origin_jti,
        userId: claims.user_id,
        sub: claims.sub,
      };
    },
  };
};
