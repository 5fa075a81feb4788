/** The user pool, as the client of a session. The pool takes a refresh token only from the client that it issued it to. */
import type { SessionMode } from "../../domain/session.js";
import type { Ports, UserPool } from "../../ports/index.js";

export type PoolDeps = Pick<Ports, "tokenUserPool" | "userPool">;

export const poolFor = (deps: PoolDeps, { mode }: { readonly mode: SessionMode }): UserPool =>
  mode === "token" ? deps.tokenUserPool : deps.userPool;
