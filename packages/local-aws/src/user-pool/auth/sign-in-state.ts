/**
 * A sign-in under way: who it is about, how it began and what was proved so far. Each challenge holds the state of the sign-in up to
 * it, and the answer continues from there, so that no step can be left out by answering in another order.
 */
import type { Level, Method } from "../rules/authentication-level.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import type { TokenCause } from "../tokens/token-cause.js";

/** What the challenge triggers see of one challenge that was answered. */
export interface ChallengeEntry {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

export interface SignInState {
  readonly poolId: string;
  readonly clientId: string;
  /** As the caller wrote it. */
  readonly typed: string;
  /** The username; a simulated one for somebody whom the pool does not know. */
  readonly username: string;
  readonly sub: string | undefined;
  readonly flow: "PASSWORD" | "CUSTOM" | "CHOICE";
  readonly history: readonly ChallengeEntry[];
  /** What was proved, as the `amr` claim names it. */
  readonly methods: readonly Method[];
  /** The authentication levels that the client asked for, the best one first. */
  readonly targets?: readonly Level[];
  readonly cause: TokenCause;
  readonly deviceKey: string | undefined;
  /** Set when the sign-in began on the pool's own pages. */
  readonly hosted?: HostedGrant;
  /** A second factor was proved. */
  readonly secondFactor?: boolean;
  readonly deviceProved?: boolean;
  /** DefineAuthChallenge has decided for tokens. */
  readonly tokensDecided?: boolean;
  /** SRP_A, for a password that is to be verified later. */
  readonly clientValue?: string;
}

export const hasPassed = ({ history }: SignInState, ...names: string[]): boolean =>
  history.some((entry) => entry.challengeResult && names.includes(entry.challengeName));
