/**
 * Erases a user: the profile and all that belongs to it, the users of the pool, and the legacy identity. The tombstones
 * are stored first, so that no migration brings the user back in between or later. It cannot be reversed. A repeated
 * run completes an interrupted one, because the profile is deleted last. A sign-in may have looked for tombstones just
 * before they were stored: pool user and legacy identity, which refuse its migration, are deleted when it is over.
 * Profiles that were merged into the user are erased with the user: they hold the address, too.
 */
import type { LegacyIdentity, UserProfile } from "../../domain/account.js";
import { type AuditEventType, auditEvent, userSubject } from "../../domain/audit/audit-event.js";
import { tombstoneTexts } from "../../domain/tombstone.js";
import type { OperatorPorts } from "../../ports/operators.js";
import { endRights } from "../endings/end-rights.js";
import { recordOwnerlessAccounts } from "../endings/ownerless-accounts.js";

type Deps = Pick<
  OperatorPorts,
  | "accounts"
  | "apiKeys"
  | "audit"
  | "clock"
  | "directory"
  | "erasures"
  | "invitations"
  | "legacyLookupResults"
  | "minimumDuration"
  | "operator"
  | "poolUsers"
  | "pseudonyms"
  | "sessions"
  | "users"
>;
type Input = {
  readonly userId: string;
  /** The profile as `findUser` found it. */
  readonly found?: UserProfile | undefined;
  readonly reason: string;
};

/** `ownerless`: accounts that have no living owner since. */
export type Erased = { readonly kind: "erased"; readonly ownerless: readonly string[] };

/** Twice the time after which Lambda stops a trigger. */
const LONGEST_TRIGGER_MS = 10_000;

export const eraseUser = async (
  deps: Deps,
  { userId, found, reason }: Input,
): Promise<Erased | { readonly kind: "unknown" } | { readonly kind: "merged"; readonly into: string }> => {
  const profile = await profileFor(deps, { userId, found, reason });
  if (profile === undefined) return { kind: "unknown" };
  if (profile.mergedInto !== undefined) return { kind: "merged", into: profile.mergedInto };
  const parts = await partsOf(deps, profile);
  const texts = new Set(parts.flatMap(textsOf));
  const tombstones = await Promise.all([...texts].map((text) => deps.pseudonyms.of(text)));
  const erasure = { userId, tombstones };
  if ((await deps.erasures.begin(erasure, eventOf(deps, "user.erasure_begun", userId, reason))) === "unknown")
    return { kind: "unknown" };
  const signInsEnd = new Date(deps.clock.now().getTime() + LONGEST_TRIGGER_MS);
  await endRights(deps, profile);
  const ownerless = await recordOwnerlessAccounts(deps, profile, "erased");
  await deps.minimumDuration.until(signInsEnd);
  for (const part of parts) {
    const subs = await deletePoolUsers(deps, part.profile);
    await deps.erasures.deleteRows({ ...part, subs });
    const erased = part.profile.userId;
    await deps.erasures.complete(erased, eventOf(deps, "user.erased", erased, reason));
  }
  return { kind: "erased", ownerless };
};

type Part = { readonly profile: UserProfile; readonly legacy: LegacyIdentity | undefined };

/** The user, last, and before them the profiles that were merged into them. Reads the whole directory. */
const partsOf = async (
  deps: Pick<Deps, "directory" | "users">,
  profile: UserProfile,
): Promise<readonly Part[]> => {
  const merged: UserProfile[] = [];
  for await (const each of deps.users.profiles()) if (each.mergedInto !== undefined) merged.push(each);
  const profiles = [profile];
  // A profile may have been merged into one that was merged later.
  for (const { userId } of profiles)
    profiles.push(...merged.filter(({ mergedInto }) => mergedInto === userId));
  return Promise.all(
    profiles.toReversed().map(async (each) => ({ profile: each, legacy: await legacyOf(deps, each) })),
  );
};

const legacyOf = async (
  { directory }: Pick<Deps, "directory">,
  { userId, legacyId }: UserProfile,
): Promise<LegacyIdentity | undefined> => {
  const identity = legacyId === undefined ? undefined : await directory.legacyIdentity(legacyId);
  return identity?.userId === userId ? identity : undefined;
};

const textsOf = ({ profile: { userId, email }, legacy }: Part): readonly string[] =>
  tombstoneTexts({
    userId,
    legacyId: legacy?.legacyId,
    emails: [email, ...(legacy?.email === undefined ? [] : [legacy.email])],
  });

/** A user whose first sign-in has not ended has no profile yet: it is written, because it holds the state of the erasure. */
const profileFor = async (deps: Deps, { userId, found, reason }: Input): Promise<UserProfile | undefined> => {
  const held = await deps.directory.profile(userId);
  if (held !== undefined || found === undefined) return held;
  await deps.users.suspendNew(found, eventOf(deps, "user.suspended", userId, reason));
  return deps.directory.profile(userId);
};

/** Returns the `sub` of every pool user of the user. */
const deletePoolUsers = async (
  {
    directory,
    legacyLookupResults,
    poolUsers,
  }: Pick<Deps, "directory" | "legacyLookupResults" | "poolUsers">,
  { userId, sub, email }: UserProfile,
): Promise<readonly string[]> => {
  const subs = [...new Set([...(sub === undefined ? [] : [sub]), ...(await directory.subsOf(userId))])];
  const users = await Promise.all(subs.map((each) => poolUsers.bySub(each)));
  // A migrated user who never completed a sign-in is known by the attribute only.
  const named = (await poolUsers.byEmail(email)).filter((user) => user.userId === userId);
  for (const user of [...users, ...named]) {
    if (user === undefined) continue;
    await legacyLookupResults.forget(user.username);
    await poolUsers.remove(user.username);
  }
  return [...new Set([...subs, ...named.map(({ sub }) => sub)])];
};

/** The events name the user id only. */
const eventOf = (
  { clock, operator }: Deps,
  type: AuditEventType & ("user.erased" | "user.erasure_begun" | "user.suspended"),
  userId: string,
  reason: string,
) =>
  auditEvent(type, {
    subject: userSubject(userId),
    key: userId,
    at: clock.now(),
    details: { userId, reason, operator },
  });
