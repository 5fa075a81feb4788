/**
 * A pending sign-in, between the request that sends a code or magic link and the one that answers it. The
 * browser holds a handle in a cookie. The pool's session is stored here under the handle's pseudonym. A
 * handle does not reveal whether the user exists.
 */

import {
  magicLinkAnswer,
  magicLinkChoice,
  PROOF_LIFETIME_SECONDS,
} from "../../domain/challenge/challenge.js";
import { secondsAt } from "../../domain/seconds.js";
import type { PendingSignIn } from "../../ports/challenges.js";
import type { Ports } from "../../ports/index.js";

type Deps = Pick<Ports, "clock" | "pendingSignIns" | "pseudonyms" | "random">;

export type Waiting = {
  /** For the browser's cookie. */
  readonly handle: string;
  /** The answer to CHOOSE. */
  readonly choice: string;
};

type Method = PendingSignIn["method"];

export const newHandle = async (deps: Deps, method: Method, purpose?: "step-up"): Promise<Waiting> => {
  const handle = deps.random.id("wait");
  const code = purpose === "step-up" ? purpose : "code";
  return { handle, choice: method === "code" ? code : magicLinkChoice(await browserValue(deps, handle)) };
};

export const storePendingSignIn = async (
  deps: Deps,
  handle: string,
  pending: Omit<PendingSignIn, "expiresAtSeconds">,
): Promise<void> => {
  const expiresAtSeconds = secondsAt(deps.clock.now()) + PROOF_LIFETIME_SECONDS;
  await deps.pendingSignIns.keep(await idOf(deps, handle), { ...pending, expiresAtSeconds });
};

/** Removes and returns the pending sign-in. Undefined if there is none, or it waits for the other method. */
export const takePendingSignIn = async (
  deps: Deps,
  handle: string,
  method: Method,
): Promise<PendingSignIn | undefined> => {
  const pending = await deps.pendingSignIns.take(await idOf(deps, handle));
  return pending?.method === method ? pending : undefined;
};

/** Stores a pending sign-in again, with its original expiry, so that another answer is possible. */
export const restorePendingSignIn = async (
  deps: Deps,
  handle: string,
  pending: PendingSignIn,
): Promise<void> => deps.pendingSignIns.keep(await idOf(deps, handle), pending);

/**
 * The answer to the pool's challenge: the code, or the link's token with the value that binds it to the
 * browser.
 */
export const answerFor = async (
  deps: Deps,
  { method, handle, typed }: { method: Method; handle: string; typed: string },
): Promise<string> => (method === "code" ? typed : magicLinkAnswer(typed, await browserValue(deps, handle)));

const browserValue = ({ pseudonyms }: Deps, handle: string) => pseudonyms.of(`challenge-browser/${handle}`);
const idOf = ({ pseudonyms }: Deps, handle: string) => pseudonyms.of(`challenge-handle/${handle}`);
