/**
 * The account that the tokens of a user name: the active account, or another one while that is not usable. Finding
 * another one reads memberships and accounts in pages. What was found is remembered in the profile, so that the next
 * refresh reads it directly, and a search that reached its limit goes on at the next refresh.
 */
import { type ActiveStanding, judgeStanding, type Standing, type UserProfile } from "../../domain/account.js";
import { AuthError } from "../../domain/errors.js";
import type { Ports } from "../../ports/index.js";

type Deps = Pick<Ports, "directory">;

/** A page of candidates. Its accounts are read in one call. */
const PAGE = 100;
/** At most 1,000 memberships for one token, each in an account that is not ACTIVE. */
const MOST_PAGES = 10;

/** `read`: the standing in the active account, if it was read with the profile. */
export const usableStanding = async (
  deps: Deps,
  profile: UserProfile,
  read: Standing | undefined,
): Promise<ActiveStanding | undefined> => {
  const { userId, activeAccountId: chosen, membershipCount, fallbackAccountId: fallback } = profile;
  const standing = chosen === undefined ? undefined : await standingIn(deps, userId, chosen, read);
  if (standing !== undefined || membershipCount === 0) return standing;
  const remembered = fallback === undefined ? undefined : await standingIn(deps, userId, fallback);
  return remembered ?? search(deps, profile);
};

const standingIn = async (
  { directory }: Deps,
  userId: string,
  systemAccountId: string,
  read?: Standing,
): Promise<ActiveStanding | undefined> => {
  const verdict = judgeStanding(read ?? (await directory.standing(userId, systemAccountId)));
  return verdict.kind === "active" ? verdict.standing : undefined;
};

/** Begins behind the remembered account, and continues with the first account after the last one. */
const search = async (deps: Deps, profile: UserProfile): Promise<ActiveStanding | undefined> => {
  const { userId, fallbackAccountId: start } = profile;
  let after = start;
  let wrapped = start === undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { items, next } = await deps.directory.memberships(userId, { after, limit: PAGE });
    const usable = await firstUsable(deps, profile, items);
    if (usable !== undefined) return remember(deps, usable);
    if (next === undefined && wrapped) return undefined;
    wrapped ||= next === undefined;
    after = next;
    if (wrapped && start !== undefined && after !== undefined && after >= start) return undefined;
  }
  if (after !== undefined) await note(deps, userId, after);
  return undefined;
};

const firstUsable = async (
  { directory }: Deps,
  profile: UserProfile,
  page: readonly ActiveStanding["membership"][],
): Promise<ActiveStanding | undefined> => {
  const candidates = page.filter(({ status }) => status === "ACTIVE");
  const accounts = await directory.accounts(candidates.map(({ systemAccountId }) => systemAccountId));
  const usable = candidates.map((membership) =>
    judgeStanding({
      profile,
      membership,
      account: accounts.find(({ systemAccountId }) => systemAccountId === membership.systemAccountId),
    }),
  );
  return usable.find((verdict) => verdict.kind === "active")?.standing;
};

const remember = async (deps: Deps, standing: ActiveStanding): Promise<ActiveStanding> => {
  await note(deps, standing.profile.userId, standing.membership.systemAccountId);
  return standing;
};

/** The tokens do not wait for a directory that cannot be written: the next refresh searches again. */
const note = async ({ directory }: Deps, userId: string, systemAccountId: string): Promise<void> => {
  try {
    await directory.noteFallbackAccount(userId, systemAccountId);
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
  }
};
