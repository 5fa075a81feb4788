/** The addresses of the users in the directory. Reads the whole table, because the address is not a key in it. */
import type { UserProfile } from "../../domain/account.js";
import type { OperatorPorts } from "../../ports/operators.js";

/** Without those of the user `except`. */
export const takenAddresses = async (
  { users }: Pick<OperatorPorts, "users">,
  except?: string,
): Promise<ReadonlySet<string>> => {
  const taken = new Set<string>();
  for await (const profile of users.profiles())
    if (profile.userId !== except && hasAddress(profile)) taken.add(profile.email);
  return taken;
};

// A sign-up that was not confirmed proves no address. A released profile, which has no pool user and no legacy id,
// and a duplicate, which is merged, are not users who sign in.
const hasAddress = ({ status, sub, legacyId, mergedInto }: UserProfile): boolean =>
  status !== "UNCONFIRMED" && mergedInto === undefined && (sub !== undefined || legacyId !== undefined);
