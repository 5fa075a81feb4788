/**
 * Accounts and their members in memory, with the same conditions as the DynamoDB adapter, on the directory's
 * rows.
 */
import type { Account, Membership } from "../domain/account.js";
import { AuthError } from "../domain/errors.js";
import type { Affiliation } from "../domain/permission/affiliation.js";
import type { Accounts, MemberChange } from "../ports/accounts.js";
import type { MemoryAudit } from "./audit.js";
import { type MemoryDirectory, pageOfMemberships } from "./directory.js";
import { placeOf as placeIn } from "./permissions.js";

type Stores = {
  readonly audit: MemoryAudit;
  readonly directory: MemoryDirectory;
  /** By user id and account id. */
  readonly affiliations: Map<string, Affiliation>;
};

const owns = ({ owner }: Membership): number => (owner === true ? 1 : 0);
const timeOf = (name: "leftAt" | "suspendedAt", at: string | undefined) =>
  at === undefined ? {} : { [name]: at };
const active = ({ status }: Membership): number => (status === "ACTIVE" ? 1 : 0);

export const memoryAccounts = ({ audit, directory, affiliations }: Stores): Accounts => {
  const { tenants, members, profiles } = directory;
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const account = (id: string) => tenants.find((each) => each.systemAccountId === id);
  const placeOf = ({ userId, systemAccountId }: Membership) =>
    members.findIndex((each) => each.userId === userId && each.systemAccountId === systemAccountId);
  const membershipUnchanged = (membership: Membership) => {
    const held = members[placeOf(membership)];
    const { role, status } = membership;
    return held?.role === role && held.status === status && owns(held) === owns(membership);
  };
  const rewrite = (id: string, change: Partial<Account>) => {
    const place = tenants.findIndex((each) => each.systemAccountId === id);
    const held = tenants[place];
    if (held) tenants[place] = { ...held, ...change };
  };
  const count = (userId: string, more: number, activeAccountId?: string) => {
    const held = profiles.get(userId);
    if (!held) return;
    profiles.set(userId, {
      ...held,
      activeAccountId: activeAccountId ?? held.activeAccountId,
      membershipCount: held.membershipCount + more,
      membershipVersion: held.membershipVersion + 1,
    });
  };
  const apply = ({ before, after }: MemberChange, at: string) => {
    const { owner: _, leftAt: _left, suspendedAt: _suspended, ...rest } = after;
    const kept = members[placeOf(before)];
    const left = after.status === "REMOVED";
    const suspended = after.status === "SUSPENDED" && before.status !== "SUSPENDED";
    members[placeOf(before)] = {
      ...rest,
      ...(owns(after) && { owner: true }),
      ...timeOf("leftAt", left ? at : kept?.leftAt),
      ...timeOf("suspendedAt", suspended ? at : kept?.suspendedAt),
    };
    if (left) affiliations.delete(placeIn(after.userId, after.systemAccountId));
    count(before.userId, active(after) - active(before));
  };
  return {
    create: (made, owner, event) =>
      within(() => {
        const visible = made.visibleAccountId.toUpperCase();
        if (account(made.systemAccountId)) return "refused";
        if (tenants.some((each) => each.visibleAccountId.toUpperCase() === visible)) return "refused";
        const profile = owner && profiles.get(owner.userId);
        if (owner && profile?.status !== "ACTIVE") return "refused";
        if (!audit.take(event)) return "created";
        tenants.push({ ...made, ownerCount: owner ? 1 : 0 });
        if (owner) members.push(owner);
        if (owner) count(owner.userId, 1, profile?.activeAccountId ?? made.systemAccountId);
        return "created";
      }),
    rename: ({ systemAccountId, name, by }, event) =>
      within(() => {
        if (account(systemAccountId)?.status !== "ACTIVE" || !membershipUnchanged(by)) return "refused";
        if (audit.take(event)) rewrite(systemAccountId, { name });
        return "changed";
      }),
    changeStatus: ({ systemAccountId, from, to, by }, event) =>
      within(() => {
        const held = account(systemAccountId);
        if (!held || !from.includes(held.status) || (by && !membershipUnchanged(by))) return "refused";
        if (audit.take(event)) rewrite(systemAccountId, { status: to });
        return "changed";
      }),
    changeMembers: (changes, by, event) =>
      within(() => {
        const id = changes[0]?.before.systemAccountId ?? "";
        const held = account(id);
        const more = changes.reduce((sum, { before, after }) => sum + owns(after) - owns(before), 0);
        const owners = (held?.ownerCount ?? 0) + more;
        if (held?.status !== "ACTIVE" || (more < 0 && owners < 1) || (by && !membershipUnchanged(by)))
          return "refused";
        if (!changes.every(({ before }) => membershipUnchanged(before) && profiles.has(before.userId)))
          return "refused";
        if (!audit.take(event)) return "changed";
        if (more !== 0) rewrite(id, { ownerCount: owners });
        for (const change of changes) apply(change, event.at);
        return "changed";
      }),
    activate: ({ userId, systemAccountId }, event) =>
      within(() => {
        const held = members.find(
          (each) => each.userId === userId && each.systemAccountId === systemAccountId,
        );
        const usable = held?.status === "ACTIVE" && account(systemAccountId)?.status === "ACTIVE";
        if (!usable || profiles.get(userId)?.status !== "ACTIVE") return "refused";
        if (audit.take(event)) count(userId, 0, systemAccountId);
        return "activated";
      }),
    members: (id, page) =>
      within(() =>
        pageOfMemberships(
          members.filter(({ systemAccountId }) => systemAccountId === id),
          ({ userId }) => userId,
          page,
        ),
      ),
    addresses: (ids) =>
      within(() => {
        const known = ids.map((id) => profiles.get(id)).filter((each) => each !== undefined);
        return new Map(known.map(({ userId, email }) => [userId, email]));
      }),
  };
};
