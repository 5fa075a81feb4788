/**
 * A sign-in that waits for a code or a link between two requests. The browser holds a handle in a
 * cookie; the pool's session stays here, under the handle's pseudonym. One handle looks like another,
 * whether or not the person exists.
 */
import { linkAnswer, linkChoice, PROOF_LIFETIME_SECONDS } from "../../domain/challenge/challenge.js";
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
  return { handle, choice: method === "code" ? code : linkChoice(await browserValue(deps, handle)) };
};

export const keepWaiting = async (
  deps: Deps,
  handle: string,
  pending: Omit<PendingSignIn, "expiresAtSeconds">,
): Promise<void> => {
  const expiresAtSeconds = Math.floor(deps.clock.now().getTime() / 1000) + PROOF_LIFETIME_SECONDS;
  await deps.pendingSignIns.keep(await idOf(deps, handle), { ...pending, expiresAtSeconds });
};

/** Takes what waits under the handle; undefined when nothing does, or it waits for something else. */
export const takeWaiting = async (
  deps: Deps,
  handle: string,
  method: Method,
): Promise<PendingSignIn | undefined> => {
  const pending = await deps.pendingSignIns.take(await idOf(deps, handle));
  return pending?.method === method ? pending : undefined;
};

/** Puts it back for another answer, for what is left of its time. */
export const putBack = async (deps: Deps, handle: string, pending: PendingSignIn): Promise<void> =>
  deps.pendingSignIns.keep(await idOf(deps, handle), pending);

/** What the pool is answered: the code, or the link's token with what only this browser has. */
export const answerFor = async (
  deps: Deps,
  { method, handle, typed }: { method: Method; handle: string; typed: string },
): Promise<string> => (method === "code" ? typed : linkAnswer(typed, await browserValue(deps, handle)));

const browserValue = ({ pseudonyms }: Deps, handle: string) => pseudonyms.of(`challenge-browser/${handle}`);
const idOf = ({ pseudonyms }: Deps, handle: string) => pseudonyms.of(`challenge-handle/${handle}`);
