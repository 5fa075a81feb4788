/**
 * PreTokenGeneration: what the tokens say of the user's account. It runs at every refresh too, so
 * it reads a fixed number of rows however many memberships there are. When the directory cannot be
 * read the tokens come without account claims, and an audit event says so: a failed refresh would
 * lock everybody out, while tokens without an account admit nobody to one. A stage can choose to
 * fail instead.
 */

import { type ActiveStanding, judgeStanding, type UserProfile } from "../../domain/account.js";
import { accountScopes } from "../../domain/account-scopes.js";
import { auditEvent, minuteOf, userSubject } from "../../domain/audit-event.js";
import { type AccountClaims, accountClaims, userClaims } from "../../domain/claims.js";
import { AuthError } from "../../domain/errors.js";
import { groupsByAttribute } from "../../domain/group-rules.js";
import type { TokenChanges } from "../../domain/token-changes.js";
import type { Ports, Settings } from "../../ports/index.js";
import type { PoolUser } from "../sign-up/ensure-profile.js";

export type IssueClaimsDeps = Pick<Ports, "audit" | "clock" | "directory"> & Pick<Settings, "claimPolicy">;

type TokenUser = PoolUser & {
  readonly legacyId?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
};
type Known = AccountClaims & { readonly standing?: ActiveStanding | undefined };

/** How many memberships are looked at to find an active one, when the user has not chosen an account. */
const CANDIDATES = 10;

/** @throws AuthError `invalid_credentials` for a suspended user; whatever went wrong, under the policy `closed`. */
export const issueClaims = async (
  deps: IssueClaimsDeps,
  input: { user: TokenUser; scopes: readonly string[] },
): Promise<TokenChanges> => {
  const { claimPolicy: policy } = deps;
  const { claims, groups, standing } = await known(deps, input.user);
  return {
    claims,
    groups: [...groups, ...groupsByAttribute(policy.groupRules, input.user.attributes)],
    ...accountScopes(input.scopes, standing?.membership.role, policy.roles),
  };
};

const known = async (deps: IssueClaimsDeps, user: TokenUser): Promise<Known> => {
  const { claimPolicy: policy } = deps;
  try {
    const userId = user.userId ?? (await deps.directory.userIdBySub(user.sub));
    if (userId === undefined) return { claims: {}, groups: [] };
    const profile = await deps.directory.profile(userId);
    if (!profile) return userClaims(userId, user.legacyId);
    // A refresh runs no PreAuthentication: without this a suspended user would stay for the token's life.
    if (profile.status === "SUSPENDED") throw new AuthError("invalid_credentials");
    const standing = await activeStanding(deps, profile);
    return { ...accountClaims(profile, standing, policy.roles), standing };
  } catch (error) {
    const refused = error instanceof AuthError && error.code === "invalid_credentials";
    if (refused || policy.whenUnreadable === "closed") throw error;
    return degrade(deps, user);
  }
};

const activeStanding = async (
  deps: IssueClaimsDeps,
  profile: UserProfile,
): Promise<ActiveStanding | undefined> => {
  const chosen = profile.activeAccountId;
  const standing = chosen === undefined ? undefined : await standingIn(deps, profile.userId, chosen);
  return standing ?? firstActive(deps, profile.userId, chosen);
};

const standingIn = async (
  deps: IssueClaimsDeps,
  userId: string,
  accountId: string,
): Promise<ActiveStanding | undefined> => {
  const verdict = judgeStanding(await deps.directory.standing(userId, accountId));
  return verdict.kind === "active" ? verdict.standing : undefined;
};

// The chosen account is closed, or nothing was chosen: the first account that admits the user. They are
// looked at together, because one after another they would not fit into the trigger's time.
const firstActive = async (
  deps: IssueClaimsDeps,
  userId: string,
  tried: string | undefined,
): Promise<ActiveStanding | undefined> => {
  const memberships = await deps.directory.memberships(userId, CANDIDATES);
  const candidates = memberships.filter(
    ({ status, systemAccountId }) => status === "ACTIVE" && systemAccountId !== tried,
  );
  const standings = await Promise.all(
    candidates.map(({ systemAccountId }) => standingIn(deps, userId, systemAccountId)),
  );
  return standings.find((standing) => standing !== undefined);
};

const degrade = async (deps: IssueClaimsDeps, user: TokenUser): Promise<AccountClaims> => {
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("claims.degraded", {
      subject: userSubject(user.userId ?? user.sub),
      key: `${user.sub}/${minuteOf(at)}`,
      at,
      details: { userId: user.userId, sub: user.sub, reason: "directory_unreadable" },
    }),
  );
  return user.userId === undefined ? { claims: {}, groups: [] } : userClaims(user.userId, user.legacyId);
};
