/** A step of a sign-in: its state so far, its user and client, and how the sign-in continues. */
import { invalidParameter } from "../errors.js";
import { type Level, type Method, withChallenge } from "../rules/authentication-level.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import type { ChallengeDetail } from "./challenges.js";
import type { AuthenticationResult } from "./issue-tokens.js";
import type { SignInState } from "./sign-in-state.js";

/** A point in a sign-in, with its context. */
export interface Step {
  readonly pool: Pool;
  readonly client: PoolClient;
  /** Undefined for an unknown user, if the client hides which users exist. */
  readonly user: User | undefined;
  readonly signInState: SignInState;
  readonly clientMetadata?: Attributes | undefined;
}

/** An answer to a challenge of this sign-in. */
export interface ChallengeAnswer extends Step {
  readonly session: string;
  readonly responses: Readonly<Record<string, string>>;
}

export interface NextChallenge {
  readonly ChallengeName: string;
  readonly ChallengeParameters: Record<string, string>;
  readonly AvailableChallenges?: readonly string[];
  readonly Session: string;
}

export interface SignInAnswer {
  readonly ChallengeParameters: Record<string, string>;
  readonly AuthenticationResult: AuthenticationResult;
}

export type FlowAnswer = NextChallenge | SignInAnswer;

interface Beginning {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly typed: string;
  readonly username: string;
  readonly user: User | undefined;
  readonly flow: SignInState["flow"];
  readonly deviceKey?: string | undefined;
  readonly hosted?: HostedGrant | undefined;
  readonly stepUp?: { readonly targets: readonly Level[]; readonly credit: readonly Method[] } | undefined;
}

export function beginning(start: Beginning): Step {
  const { pool, client, typed, username, user, flow, deviceKey, hosted, stepUp } = start;
  const { targets = hosted?.targets, credit: methods = [] } = stepUp ?? {};
  const about = { poolId: pool.id, clientId: client.id, typed, username, sub: user?.sub };
  const origin = { cause: "Authentication", deviceKey, ...(hosted && { hosted }) } as const;
  const level = { methods, ...(targets && { targets }), ...(isMfa(methods) && { secondFactor: true }) };
  return { pool, client, user, signInState: { ...about, flow, history: [], ...origin, ...level } };
}

const isMfa = (methods: readonly Method[]): boolean => methods.includes("pwd") && methods.length > 1;

/** Throws InvalidParameterException if the answer lacks a required value. */
export function required({ responses }: ChallengeAnswer, name: string): string {
  const value = responses[name];
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** Returns the step after an answered challenge. */
export const passed = <S extends Step>(
  step: S,
  challengeName: string,
  changes: Partial<SignInState> = {},
): S => {
  const { signInState } = step;
  const history = [...signInState.history, { challengeName, challengeResult: true }];
  const methods = withChallenge(signInState.methods, challengeName);
  return { ...step, signInState: { ...signInState, history, methods, ...changes } };
};

/** Issues the next challenge. Its session expires after the client's AuthSessionValidity. */
export function ask(
  { clock, challenges }: Services,
  { client, signInState }: Step,
  detail: ChallengeDetail,
  ChallengeParameters: Record<string, string>,
): NextChallenge {
  const expiresAt = clock.now() + client.settings.AuthSessionValidity * 60_000;
  const Session = challenges.issue({ ...detail, signInState, expiresAt });
  return { ChallengeName: detail.name, ChallengeParameters, Session };
}
