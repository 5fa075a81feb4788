/**
 * A sign-in under way: who it is about, how it began and what was proved so far. Each challenge holds the journey up to
 * it, and the answer continues from there, so that no step can be left out by answering in another order.
 */
import { invalidParameter } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import type { TokenCause } from "../triggers/pre-token-generation.js";
import type { ChallengeDetail } from "./challenges.js";
import type { AuthenticationResult } from "./issue-tokens.js";

/** What the challenge triggers see of one challenge that was answered. */
export interface ChallengeEntry {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

export interface Journey {
  readonly poolId: string;
  readonly clientId: string;
  /** As the caller wrote it. */
  readonly typed: string;
  /** The username; a simulated one for somebody whom the pool does not know. */
  readonly username: string;
  readonly sub: string | undefined;
  readonly flow: "PASSWORD" | "CUSTOM" | "CHOICE";
  readonly history: readonly ChallengeEntry[];
  readonly cause: TokenCause;
  readonly deviceKey: string | undefined;
  /** A second factor was proved. */
  readonly secondFactor?: boolean;
  readonly deviceProved?: boolean;
  /** DefineAuthChallenge has decided for tokens. */
  readonly tokensDecided?: boolean;
  /** SRP_A, for a password that is to be verified later. */
  readonly clientValue?: string;
}

/** A moment of a journey, with what it is about. */
export interface Step {
  readonly pool: Pool;
  readonly client: PoolClient;
  /** Undefined for somebody whom the pool does not know, where the client hides that. */
  readonly user: User | undefined;
  readonly journey: Journey;
  readonly clientMetadata?: Attributes | undefined;
}

/** An answer to a challenge of this journey. */
export interface Turn extends Step {
  readonly session: string;
  readonly responses: Readonly<Record<string, string>>;
}

export interface ChallengeAnswer {
  readonly ChallengeName: string;
  readonly ChallengeParameters: Record<string, string>;
  readonly AvailableChallenges?: readonly string[];
  readonly Session: string;
}

export interface SignInAnswer {
  readonly ChallengeParameters: Record<string, string>;
  readonly AuthenticationResult: AuthenticationResult;
}

export type FlowAnswer = ChallengeAnswer | SignInAnswer;

interface Beginning {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly typed: string;
  readonly username: string;
  readonly user: User | undefined;
  readonly flow: Journey["flow"];
  readonly deviceKey?: string | undefined;
}

export function beginning(start: Beginning): Step {
  const { pool, client, typed, username, user, flow, deviceKey } = start;
  const about = { poolId: pool.id, clientId: client.id, typed, username, sub: user?.sub };
  return { pool, client, user, journey: { ...about, flow, history: [], cause: "Authentication", deviceKey } };
}

/** Throws InvalidParameterException when the answer lacks a value that its challenge needs. */
export function required({ responses }: Turn, name: string): string {
  const value = responses[name];
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** The step after a challenge that was answered. */
export const passed = <S extends Step>(step: S, challengeName: string, changes: Partial<Journey> = {}): S => {
  const { journey } = step;
  const history = [...journey.history, { challengeName, challengeResult: true }];
  return { ...step, journey: { ...journey, history, ...changes } };
};

export const hasPassed = ({ history }: Journey, ...names: string[]): boolean =>
  history.some((entry) => entry.challengeResult && names.includes(entry.challengeName));

/** Asks the next question; the session lives for the client's AuthSessionValidity. */
export function ask(
  { clock, challenges }: Services,
  { client, journey }: Step,
  detail: ChallengeDetail,
  ChallengeParameters: Record<string, string>,
): ChallengeAnswer {
  const expiresAt = clock.now() + client.settings.AuthSessionValidity * 60_000;
  const Session = challenges.issue({ ...detail, journey, expiresAt });
  return { ChallengeName: detail.name, ChallengeParameters, Session };
}
