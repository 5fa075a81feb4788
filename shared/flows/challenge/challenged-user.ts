/**
 * Whether a person may prove themselves by a message to their address: known, confirmed, with a proved
 * address, not suspended. For everybody else a challenge is played that looks and costs the same.
 */
import { pseudonymSubject, userSubject } from "../../domain/audit-event.js";
import type { Ports } from "../../ports/index.js";

export type ChallengedUser = {
  readonly userName: string;
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** `cognito:user_status`; undefined for somebody whom the pool does not know. */
  readonly status: string | undefined;
  readonly userNotFound: boolean;
  readonly locale: string | undefined;
};

export type ChallengedPerson = {
  readonly mayProve: boolean;
  /** Why not. */
  readonly reason: string | undefined;
  readonly userId: string | undefined;
  /** Whom audit events are about. */
  readonly subject: string;
};

type Deps = Pick<Ports, "directory" | "pseudonyms">;

/**
 * `passwordRenewed`: a temporary password was replaced in this very sign-in. `vouched`: a service proves
 * the person, their address plays no part. Two reads, whoever it is.
 */
export const challengedPerson = async (
  deps: Deps,
  user: ChallengedUser,
  { passwordRenewed = false, vouched = false }: { passwordRenewed?: boolean; vouched?: boolean } = {},
): Promise<ChallengedPerson> => {
  const pseudonym = await deps.pseudonyms.of(user.userName);
  const userId = await deps.directory.userIdBySub(user.sub);
  const profile = await deps.directory.profile(userId ?? user.sub);
  const reason =
    reasonAgainst(user, profile?.status === "SUSPENDED", passwordRenewed) ??
    (vouched || hasProvedAddress(user) ? undefined : "address_not_verified");
  const subject = user.userNotFound ? pseudonymSubject(pseudonym) : userSubject(userId ?? user.sub);
  return { mayProve: reason === undefined, reason, userId, subject };
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
