/** The directory in memory, with the same conditions as the DynamoDB adapter. */
import type { Account, AddressChange, LegacyIdentity, Membership, UserProfile } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import { AuthError } from "../domain/errors.js";
import type { Invitation } from "../domain/invitation.js";
import type { Directory } from "../ports/index.js";
import type { Page, PageOf } from "../ports/page.js";
import type { MemoryAudit } from "./audit.js";
import { type MemorySeed, withOwners } from "./seed.js";

export type MemoryDirectory = Directory & {
  readonly profiles: Map<string, UserProfile>;
  readonly legacyIdentities: Map<string, LegacyIdentity>;
  /** By user id. */
  readonly mappedAttributes: Map<string, Readonly<Record<string, string>>>;
  readonly tenants: Account[];
  readonly members: Membership[];
  /** The user of each pool user, linked and noted before the link. */
  readonly subs: Map<string, string>;
  readonly noted: Map<string, string>;
  /** The legacy id of each address. */
  readonly addresses: Map<string, string>;
  /** The provider's users who proved an address, by the address. */
  readonly proofs: Map<string, ReadonlySet<string>>;
  readonly addressChanges: Map<string, AddressChange>;
  /** The keyed hashes of erased users. */
  readonly tombstones: Set<string>;
  /** Users whose erasure began. */
  readonly erasing: Set<string>;
  /** While true, every read and write fails. */
  broken: boolean;
  isActiveAccount(systemAccountId: string): boolean;
  /** Applies the directory changes of an accepted invitation. Returns false if a condition fails. */
  join(invitation: Pick<Invitation, "systemAccountId" | "role">, userId: string, event: AuditEvent): boolean;
};

const emptyProfile = (userId: string, email: string): UserProfile => ({
  userId,
  email,
  status: "ACTIVE",
  groups: [],
  membershipCount: 0,
  membershipVersion: 0,
});

export const memoryDirectory = (seed: MemorySeed, audit: MemoryAudit): MemoryDirectory => {
  const profiles = new Map((seed.profiles ?? []).map((profile) => [profile.userId, profile]));
  const subs = new Map(
    [...profiles.values()].flatMap(({ sub, userId }) => (sub === undefined ? [] : [[sub, userId] as const])),
  );
  const legacyIdentities = new Map<string, LegacyIdentity>(
    (seed.prepared ?? []).map((each) => [each.legacyId, { ...each, state: "PREPARED" }]),
  );
  /** The user of each pool user that is noted before it is linked. */
  const noted = new Map<string, string>();
  const mappedAttributes = new Map<string, Readonly<Record<string, string>>>();
  const addresses = new Map<string, string>();
  const tombstones = new Set<string>();
  const addressChanges = new Map<string, AddressChange>();
  const memberships = [...(seed.memberships ?? [])];
  const accounts = (seed.accounts ?? []).map((account) => withOwners(account, memberships));
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const directory: MemoryDirectory = {
    profiles,
    mappedAttributes,
    tenants: accounts,
    members: memberships,
    legacyIdentities,
    subs,
    noted,
    proofs: new Map(),
    addressChanges,
    addresses,
    tombstones,
    erasing: new Set(),
    broken: false,
    isActiveAccount: (id) => accounts.some((each) => each.systemAccountId === id && each.status === "ACTIVE"),
    join: ({ systemAccountId, role }, userId, event) => {
      const held = memberships.findIndex(
        (each) => each.userId === userId && each.systemAccountId === systemAccountId,
      );
      const profile = profiles.get(userId);
      const status = memberships[held]?.status ?? "REMOVED";
      if (!profile || status === "ACTIVE" || status === "SUSPENDED" || !audit.take(event)) return false;
      const { leftAt, suspendedAt } = memberships[held] ?? {};
      const ends = { ...(leftAt && { leftAt }), ...(suspendedAt && { suspendedAt }) };
      const joined = { userId, systemAccountId, role, status: "ACTIVE", ...ends } as const;
      memberships.splice(held < 0 ? memberships.length : held, held < 0 ? 0 : 1, joined);
      profiles.set(userId, {
        ...profile,
        activeAccountId: profile.activeAccountId ?? systemAccountId,
        membershipCount: profile.membershipCount + 1,
        membershipVersion: profile.membershipVersion + 1,
      });
      return true;
    },
    profile: (userId) => within(() => profiles.get(userId)),
    userIdBySub: (sub) => within(() => subs.get(sub)),
    signInUser: ({ sub, userId }) =>
      within(() => {
        const linkedUserId = subs.get(sub);
        const profile = profiles.get(userId ?? linkedUserId ?? "");
        return { linkedUserId, profile, standing: undefined };
      }),
    legacyAttributes: (userId) => within(() => mappedAttributes.get(userId)),
    subsOf: (userId) =>
      within(() =>
        [...new Map([...noted, ...subs])].filter(([, holder]) => holder === userId).map(([sub]) => sub),
      ),
    legacyIdentity: (legacyId) => within(() => legacyIdentities.get(legacyId)),
    legacyIdByAddress: (email) => within(() => addresses.get(email)),
    standing: (userId, accountId) =>
      within(() => ({
        profile: profiles.get(userId),
        membership: memberships.find((each) => each.userId === userId && each.systemAccountId === accountId),
        account: accounts.find(({ systemAccountId }) => systemAccountId === accountId),
      })),
    memberships: (userId, page) =>
      within(() =>
        pageOfMemberships(
          memberships.filter((each) => each.userId === userId),
          ({ systemAccountId }) => systemAccountId,
          page,
        ),
      ),
    formerMemberships: (userId, limit) =>
      within(() =>
        memberships.filter((each) => each.userId === userId && each.status === "REMOVED").slice(0, limit),
      ),
    noteFallbackAccount: (userId, fallbackAccountId) =>
      within(() => {
        const profile = profiles.get(userId);
        if (profile) profiles.set(userId, { ...profile, fallbackAccountId });
      }),
    accounts: (ids) => within(() => accounts.filter(({ systemAccountId }) => ids.includes(systemAccountId))),
    isErased: (hashes) => within(() => hashes.some((hash) => tombstones.has(hash))),
    approveMigration: (
      { tombstones: hashes = [], preparedEmail, profileAtLink = false, ...identity },
      event,
    ) =>
      within(() => {
        if (hashes.some((hash) => tombstones.has(hash))) return "exists";
        const { legacyId, userId, email, entitlements } = identity;
        const known = legacyIdentities.get(legacyId);
        if (known && (known.state !== "PREPARED" || known.userId !== userId)) return "exists";
        if ((addresses.get(email) ?? legacyId) !== legacyId) return "exists";
        if (!audit.take(event)) return "exists";
        legacyIdentities.set(legacyId, {
          ...{ legacyId, userId, email, state: "APPROVED" },
          ...(entitlements && { entitlements }),
        });
        if (preparedEmail && addresses.get(preparedEmail) === legacyId) addresses.delete(preparedEmail);
        addresses.set(email, legacyId);
        if (!profileAtLink)
          profiles.set(userId, { ...(profiles.get(userId) ?? emptyProfile(userId, email)), email, legacyId });
        return "approved";
      }),
    linkLegacy: ({ legacyId, userId, sub, email }, event) =>
      within(() => {
        const known = legacyIdentities.get(legacyId);
        const profile = profiles.get(userId) ?? emptyProfile(userId, email);
        const owner = subs.get(sub);
        if (known?.userId !== userId || known.state === "PREPARED") return "unknown";
        if (owner !== undefined && owner !== userId) return "unknown";
        if (!audit.take(event)) return "exists";
        legacyIdentities.set(legacyId, { ...known, state: "LINKED", sub });
        profiles.set(userId, { ...profile, legacyId: profile.legacyId ?? legacyId, sub });
        subs.set(sub, userId);
        return "linked";
      }),
    noteLegacyHolder: ({ legacyId, userId, sub }) =>
      within(() => {
        const known = legacyIdentities.get(legacyId);
        if (known?.userId !== userId || known.sub === sub) return;
        if (known.state === "APPROVED") legacyIdentities.set(legacyId, { ...known, sub });
        if (known.state === "LINKED") legacyIdentities.set(legacyId, { ...known, nextSub: sub });
      }),
    notePoolUser: ({ userId, sub }) =>
      within(() => {
        if (profiles.has(userId)) noted.set(sub, userId);
      }),
    createProfile: ({ userId, sub, email, status, passwordPending }, event) =>
      within(() => {
        if (subs.has(sub)) return "exists";
        if (!audit.take(event)) return "exists";
        subs.set(sub, userId);
        const held = profiles.get(userId);
        profiles.set(userId, {
          ...(held ?? { ...emptyProfile(userId, email), status }),
          ...{ sub, email },
          ...(passwordPending && { passwordPending }),
        });
        return "created";
      }),
    activateProfile: (userId, event) =>
      within(() => {
        const profile = profiles.get(userId);
        if (!audit.take(event)) return;
        if (profile?.status === "UNCONFIRMED") profiles.set(userId, { ...profile, status: "ACTIVE" });
      }),
    changeAddress: ({ userId, from, to }, event) =>
      within(() => {
        const profile = profiles.get(userId);
        if (profile?.email !== from || !audit.take(event)) return "unchanged";
        profiles.set(userId, { ...profile, email: to });
        addressChanges.set(`${userId}/${event.at}`, { from, to });
        return "changed";
      }),
    addressChange: (userId, at) => within(() => addressChanges.get(`${userId}/${at}`)),
  };
  return directory;
};

/** Without REMOVED memberships; ordered by `key`. */
export const pageOfMemberships = (
  rows: readonly Membership[],
  key: (each: Membership) => string,
  { after = "", limit }: PageOf,
): Page<Membership> => {
  const sorted = [...rows].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  const rest = sorted.filter((each) => key(each) > after && each.status !== "REMOVED");
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && items.length === limit ? key(last) : undefined };
};
