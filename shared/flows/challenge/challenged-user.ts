/**
 * Whether a user may sign in with a mailed code or magic link. The user must be known, confirmed and not
 * suspended, and the address verified. All others get a simulated challenge that looks the same and takes as
 * long.
 */
import { pseudonymSubject, userSubject } from "../../domain/audit/audit-event.js";
import type { Ports } from "../../ports/index.js";

export type ChallengedUser = {
  readonly userName: string;
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** `cognito:user_status`; undefined for a user that the pool does not know. */
  readonly status: string | undefined;
  readonly userNotFound: boolean;
  readonly locale: string | undefined;
};

export type ChallengeEligibility = {
  readonly mayProve: boolean;
  /** Why `mayProve` is false. */
  readonly reason: string | undefined;
  readonly userId: string | undefined;
  /** Time of the user's last suspension. Codes, links and tickets from before it do not count. */
  readonly suspendedAt: string | undefined;
  /** The subject of the audit events. */
  readonly subject: string;
};

type Deps = Pick<Ports, "directory" | "pseudonyms">;

/**
 * `passwordRenewed`: the user replaced a temporary password in this sign-in. `assertedByService`: a trusted
 * service asserts the identity of the user, so the address need not be verified. Always makes two reads, so
 * that timing reveals nothing.
 */
export const challengedUser = async (
  deps: Deps,
  user: ChallengedUser,
  {
    passwordRenewed = false,
    assertedByService = false,
  }: { passwordRenewed?: boolean; assertedByService?: boolean } = {},
): Promise<ChallengeEligibility> => {
  const pseudonym = await deps.pseudonyms.of(user.userName);
  const userId = await deps.directory.userIdBySub(user.sub);
  const profile = await deps.directory.profile(userId ?? user.sub);
  const reason =
    reasonAgainst(user, profile?.status === "SUSPENDED", passwordRenewed) ??
    (assertedByService || hasProvedAddress(user) ? undefined : "address_not_verified");
  const subject = user.userNotFound ? pseudonymSubject(pseudonym) : userSubject(userId ?? user.sub);
  return { mayProve: reason === undefined, reason, userId, suspendedAt: profile?.suspendedAt, subject };
};

const reasonAgainst = (
  user: ChallengedUser,
  suspended: boolean,
  passwordRenewed: boolean,
): string | undefined => {
  if (user.userNotFound) return "user_unknown";
  if (suspended) return "user_suspended";
  return user.status === "CONFIRMED" || passwordRenewed ? undefined : "user_not_confirmed";
};

const hasProvedAddress = ({ email, emailVerified }: ChallengedUser): boolean => emailVerified && email !== "";
