/** Addresses with several pool users or several profiles. Reads the whole pool and the whole directory. */
import type { UserProfile } from "../../domain/account.js";
import type { SameAddress } from "../../domain/duplicates.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { findUser } from "./find-user.js";

type Deps = Pick<OperatorPorts, "directory" | "poolUsers" | "users">;

export const findDuplicates = async (deps: Deps): Promise<SameAddress[]> => {
  const repeated = new Set<string>();
  const count = (seen: Set<string>, email: string | undefined) => {
    if (email === undefined) return;
    if (seen.has(email)) repeated.add(email);
    seen.add(email);
  };
  const inPool = new Set<string>();
  for await (const { email } of deps.poolUsers.all()) count(inPool, email);
  const inDirectory = new Set<string>();
  for await (const profile of deps.users.profiles()) if (stays(profile)) count(inDirectory, profile.email);

  // Only addresses are held until here, because a whole pool may not fit into memory.
  const profiles = new Map<string, UserProfile[]>([...repeated].map((email) => [email, []]));
  for await (const profile of deps.users.profiles())
    if (stays(profile)) profiles.get(profile.email)?.push(profile);
  const found: SameAddress[] = [];
  for (const [email, held] of profiles)
    found.push({ email, poolUsers: await deps.poolUsers.byEmail(email), profiles: held });
  return found.filter((each) => each.poolUsers.length > 1 || each.profiles.length > 1);
};

/** One address, whether or not there are duplicates. */
export const sameAddress = async (deps: Deps, email: string): Promise<SameAddress> => {
  const { poolUsers, profiles } = await findUser(deps, { email });
  return { email, poolUsers, profiles: profiles.filter(stays) };
};

const stays = ({ mergedInto }: UserProfile): boolean => mergedInto === undefined;
