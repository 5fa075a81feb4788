/**
 * The state of a sign-in: the user, the flow and what was proved so far. Each challenge stores the state up
 * to it, and the answer continues from there. Answering challenges in another order therefore cannot skip a
 * step.
 */
import type { Level, Method } from "../rules/authentication-level.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import type { TokenCause } from "../tokens/token-cause.js";

/** What the challenge triggers see of an answered challenge. */
export interface ChallengeEntry {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

export interface SignInState {
  readonly poolId: string;
  readonly clientId: string;
  /** The name as the caller sent it. */
  readonly typed: string;
  /** The username; for an unknown user, a simulated one. */
  readonly username: string;
  readonly sub: string | undefined;
  readonly flow: "PASSWORD" | "CUSTOM" | "CHOICE";
  readonly history: readonly ChallengeEntry[];
  /** The proved methods, as in the `amr` claim. */
  readonly methods: readonly Method[];
  /** The authentication levels that the client requested, preferred one first. */
  readonly targets?: readonly Level[];
  readonly cause: TokenCause;
  readonly deviceKey: string | undefined;
  /** Set if the sign-in began on the hosted pages. */
  readonly hosted?: HostedGrant;
  /** Whether a second factor was proved. */
  readonly secondFactor?: boolean;
  readonly deviceProved?: boolean;
  /** Whether DefineAuthChallenge has decided to issue tokens. */
  readonly tokensDecided?: boolean;
  /** SRP_A, for a password that is verified later. */
  readonly clientValue?: string;
}

export const hasPassed = ({ history }: SignInState, ...names: string[]): boolean =>
  history.some((entry) => entry.challengeResult && names.includes(entry.challengeName));
