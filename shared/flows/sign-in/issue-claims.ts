/**
 * PreTokenGeneration: the account claims of the tokens. It runs at every refresh, so it reads a bounded
 * number of rows, however many memberships there are or were. If the directory cannot be read, the tokens have no
 * account claims, and an audit event records that. A failed refresh would sign every user out, while a token
 * without an account gives access to none. A stage can choose to fail instead.
 */

import type { ActiveStanding, UserProfile } from "../../domain/account.js";
import { accountScopes } from "../../domain/account-scopes.js";
import { auditEvent, minuteOf, userSubject } from "../../domain/audit/audit-event.js";
import { type AccountClaims, accountClaims, userClaims } from "../../domain/claims.js";
import { AuthError } from "../../domain/errors.js";
import { groupsByAttribute } from "../../domain/group-rules.js";
import type { TokenChanges } from "../../domain/token-changes.js";
import type { Ports, Settings } from "../../ports/index.js";
import type { PoolUser } from "../sign-up/ensure-profile.js";
import { type FollowAddressDeps, followAddress } from "./follow-address.js";
import { usableStanding } from "./usable-standing.js";

export type IssueClaimsDeps = FollowAddressDeps &
  Pick<Ports, "audit" | "clock" | "directory" | "tokenClients"> &
  Pick<Settings, "claimPolicy">;

type TokenUser = PoolUser & {
  readonly legacyId?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
};
type Known = AccountClaims & { readonly standing?: ActiveStanding | undefined };

/**
 * @throws AuthError `invalid_credentials` for a suspended user. With the policy `closed`, every error passes
 * through.
 */
export const issueClaims = async (
  deps: IssueClaimsDeps,
  input: { user: TokenUser; scopes: readonly string[]; clientId: string },
): Promise<TokenChanges> => {
  const { claimPolicy: policy } = deps;
  const [{ claims, groups, standing }, leaving] = await Promise.all([
    known(deps, input.user),
    // Of the two kinds of tokens, those that an application holds allow less.
    deps.tokenClients.includes(input.clientId).catch(() => true),
  ]);
  return {
    claims,
    groups: [...groups, ...groupsByAttribute(policy.groupRules, input.user.attributes)],
    ...accountScopes(input.scopes, standing?.membership.role, policy.roles, { leaving }),
  };
};

const known = async (deps: IssueClaimsDeps, user: TokenUser): Promise<Known> => {
  const { claimPolicy: policy } = deps;
  try {
    const found = await deps.directory.signInUser(user, { withStanding: true });
    const { profile } = found;
    const userId = user.userId ?? found.linkedUserId;
    if (userId === undefined) return { claims: {}, groups: [] };
    if (!profile) return userClaims(userId, user.legacyId);
    // A refresh runs no PreAuthentication: without this check a suspended user could refresh until the token
    // expires.
    if (profile.status === "SUSPENDED") throw new AuthError("invalid_credentials");
    const [standing] = await Promise.all([
      usableStanding(deps, profile, found.standing),
      follow(deps, profile, user),
    ]);
    return { ...accountClaims(profile, standing, policy.roles), standing };
  } catch (error) {
    const refused = error instanceof AuthError && error.code === "invalid_credentials";
    if (refused || policy.whenUnreadable === "closed") throw error;
    return degrade(deps, user);
  }
};

/** The tokens carry the pool's address in any case. A copy that cannot be written now is written at the next refresh. */
const follow = async (deps: IssueClaimsDeps, profile: UserProfile, user: TokenUser): Promise<void> => {
  try {
    await followAddress(deps, profile, user);
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
  }
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
