/**
 * Decides what a user must still prove for the requested authentication level (developer guide, "Step-up
 * authentication with the USER_AUTH flow"). The first level in the client's list that the user has factors
 * for counts. Users are never asked to set up new factors.
 */
import { notAuthorized } from "../errors.js";
import { combinations, type Level, levelOf, levels, type Method } from "../rules/authentication-level.js";
import type { MfaKind } from "../store/mfa.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import type { FirstFactor } from "./challenges.js";
import { factorsOf } from "./first-factors.js";
import { provableFactors } from "./second-factor-challenge.js";

export interface Climb {
  readonly pool: Pool;
  readonly user: User | undefined;
  readonly typed: string;
  readonly methods: readonly Method[];
  /** In the client's order of preference. */
  readonly targets: readonly Level[];
}

export type Due =
  | { readonly kind: "nothing" }
  | { readonly kind: "first"; readonly factors: readonly FirstFactor[] }
  | { readonly kind: "second"; readonly kinds: readonly MfaKind[] };

/** Throws NotAuthorizedException if the user lacks the factors for all levels. */
export function dueFactors(climb: Climb): Due {
  const owned = factorsOwned(climb);
  for (const target of climb.targets) {
    if ((levelOf(climb.methods) ?? 0) >= target) return { kind: "nothing" };
    const ways = waysTo(target, owned, climb.methods);
    if (ways.length > 0) return nextOf(climb, owned, ways);
  }
  throw notAuthorized("The user has no factors that reach the requested authentication level.");
}

interface Owned {
  readonly first: readonly FirstFactor[];
  readonly second: readonly MfaKind[];
}

const factorsOwned = ({ pool, user, typed }: Climb): Owned => ({
  first: factorsOf(pool, user, typed),
  second: provableFactors(pool, user, typed),
});

const firstFactor: Readonly<Record<Method, readonly FirstFactor[]>> = {
  pwd: ["PASSWORD", "PASSWORD_SRP"],
  otp: [],
  sms: ["SMS_OTP"],
  email_otp: ["EMAIL_OTP"],
  swk: ["WEB_AUTHN"],
  hwk: ["WEB_AUTHN"],
};

const secondFactor: Readonly<Partial<Record<Method, MfaKind>>> = {
  otp: "SOFTWARE_TOKEN_MFA",
  sms: "SMS_MFA",
  email_otp: "EMAIL_OTP",
};

/**
 * Returns the missing methods of each combination that the user can complete. If a level has none, those of a
 * higher level.
 */
function waysTo(target: Level, owned: Owned, proved: readonly Method[]): Method[][] {
  for (const level of levels.filter((candidate) => candidate >= target)) {
    const ways = combinations[level]
      .filter((needed) => needed.every((method) => proved.includes(method) || owns(owned, method, needed)))
      .map((needed) => needed.filter((method) => !proved.includes(method)));
    if (ways.length > 0) return ways;
  }
  return [];
}

/** Together with a password, a one-time code is a second factor. Alone, it is a first factor. */
function owns({ first, second }: Owned, method: Method, needed: readonly Method[]): boolean {
  const kind = secondFactor[method];
  if (kind !== undefined && needed.length > 1) return second.includes(kind);
  return firstFactor[method].some((factor) => first.includes(factor));
}

/** After the password, prefers its second factor over another combination. */
function nextOf({ methods: proved, user }: Climb, owned: Owned, ways: readonly Method[][]): Due {
  const next = ways.flatMap(([missing]) => missing ?? []);
  if (proved.includes("pwd")) {
    const kinds = owned.second.filter((kind) => next.some((method) => secondFactor[method] === kind));
    const { preferred } = user?.mfa ?? {};
    const chosen = kinds.filter((kind) => kind === preferred);
    if (kinds.length > 0) return { kind: "second", kinds: chosen.length > 0 ? chosen : kinds };
  }
  const wanted = next.flatMap((method) => firstFactor[method]);
  return { kind: "first", factors: owned.first.filter((factor) => wanted.includes(factor)) };
}
