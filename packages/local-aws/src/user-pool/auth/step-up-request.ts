/** Parses TARGET_ACR_VALUES, MAX_AGE and ACCESS_TOKEN of USER_AUTH (API reference, InitiateAuth). */
import { invalidParameter, notAuthorized } from "../errors.js";
import { type Level, levelOf, type Method, methods } from "../rules/authentication-level.js";
import type { Services } from "../services.js";
import { levelNamed, levelsNamed } from "../settings/acr-levels.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { User } from "../store/user.js";
import { type Claims, unverifiedClaims } from "../tokens/jwt.js";
import { authorize } from "./authorize.js";

export interface StepUpRequest {
  readonly targets: readonly Level[];
  /** The methods that the access token proves, unless its authentication is too old. */
  readonly credit: readonly Method[];
}

interface Asked {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: User | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Returns undefined if no level is requested. Throws InvalidParameterException and NotAuthorizedException.
 */
export function stepUpRequest(services: Services, asked: Asked): StepUpRequest | undefined {
  const { TARGET_ACR_VALUES: list, ACCESS_TOKEN: token } = asked.parameters;
  const maxAgeSeconds = maxAgeOf(asked.parameters.MAX_AGE);
  if (list === undefined) {
    if (token !== undefined) throw invalidParameter("ACCESS_TOKEN requires TARGET_ACR_VALUES");
    return undefined;
  }
  const names = asked.pool.settings.AcrConfiguration;
  const targets = levelsNamed(names, list);
  if (targets.length === 0) throw invalidParameter("TARGET_ACR_VALUES has no valid level");
  if (token === undefined) return { targets, credit: [] };
  const claims = ownClaims(services, asked, token);
  const ageSeconds = Math.floor(services.clock.now() / 1000) - Number(claims.auth_time);
  if (maxAgeSeconds !== undefined && ageSeconds > maxAgeSeconds) return { targets, credit: [] };
  return { targets, credit: creditOf(claims, targets, levelNamed(names, String(claims.acr))) };
}

function maxAgeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw invalidParameter("MAX_AGE must be a number of seconds");
  return Number(text);
}

function ownClaims(services: Services, { pool, client, user }: Asked, token: string): Claims {
  const holder = authorize(services, token);
  if (holder.pool !== pool || holder.client !== client || holder.user !== user) {
    throw notAuthorized("ACCESS_TOKEN was not issued for this user and client.");
  }
  return unverifiedClaims(token) ?? {};
}

/** If the name of a level has changed since, the level is not credited. The proved methods still are. */
function creditOf({ amr }: Claims, targets: readonly Level[], reached: Level | undefined): readonly Method[] {
  const claimed: unknown[] = Array.isArray(amr) ? amr : [];
  const credit = methods.filter((method) => claimed.includes(method));
  const [wanted] = targets;
  // Otherwise a step-up could be used to refresh tokens.
  const met = wanted !== undefined && (reached ?? 0) >= wanted && (levelOf(credit) ?? 0) >= wanted;
  if (met) throw invalidParameter("ACCESS_TOKEN already meets the requested authentication level");
  return credit;
}
