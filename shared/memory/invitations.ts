/**
 * Invitations in memory, with the same conditions as the DynamoDB adapter, on the directory's users and
 * accounts.
 */
import type { Membership } from "../domain/account.js";
import type { AuditEvent } from "../domain/audit/audit-event.js";
import { sinceJoining, sinceSuspension } from "../domain/endings.js";
import { AuthError } from "../domain/errors.js";
import { type Invitation, isOpen } from "../domain/invitation.js";
import type { Clock } from "../ports/index.js";
import type { Invitations } from "../ports/invitations.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

type Row = { readonly invitation: Invitation; readonly tokenHash: string };
type EndedKey = Pick<Invitation, "email" | "systemAccountId"> & Partial<Pick<Invitation, "invitationId">>;
type Stores = { readonly clock: Clock; readonly audit: MemoryAudit; readonly directory: MemoryDirectory };

export type MemoryInvitations = Invitations & {
  /** By address and account id. */
  readonly rows: Map<string, Row>;
};

export const memoryInvitations = ({ clock, audit, directory }: Stores): MemoryInvitations => {
  const rows = new Map<string, Row>();
  const keyOf = (key: Pick<Invitation, "email" | "systemAccountId">) => `${key.email}/${key.systemAccountId}`;
  const within = async <T>(work: () => T): Promise<T> => {
    if (directory.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const open = (key: Pick<Invitation, "email" | "systemAccountId">) => {
    const row = rows.get(keyOf(key));
    return row && isOpen(row.invitation, clock.now()) ? row : undefined;
  };
  const end = (key: EndedKey, status: "DECLINED" | "REVOKED", event: AuditEvent): boolean => {
    const row = open(key);
    if (!row || (key.invitationId ?? row.invitation.invitationId) !== row.invitation.invitationId)
      return false;
    if (audit.take(event)) rows.set(keyOf(key), { ...row, invitation: { ...row.invitation, status } });
    return true;
  };
  const held = (userId: string, systemAccountId: string) =>
    directory.members.find((each) => each.userId === userId && each.systemAccountId === systemAccountId);
  const isUnchanged = ({ userId, systemAccountId, role, status, owner }: Membership) => {
    const now = held(userId, systemAccountId);
    return now?.role === role && now.status === status && now.owner === owner;
  };
  const stands = ({ userId, systemAccountId, role }: Membership) => {
    const now = held(userId, systemAccountId);
    return (
      now?.role === role && now.status === "ACTIVE" && directory.profiles.get(userId)?.status === "ACTIVE"
    );
  };
  const lasted = (userId: string, { systemAccountId, invitedAt }: Invitation) => {
    const profile = directory.profiles.get(userId);
    const member = held(userId, systemAccountId);
    const isSince = sinceJoining(invitedAt, member) && sinceSuspension(invitedAt, member);
    return isSince && profile?.status !== "SUSPENDED" && sinceSuspension(invitedAt, profile);
  };
  const noteAccepting = (userId: string, acceptingSince: string | undefined) => {
    const { acceptingSince: _, ...profile } = directory.profiles.get(userId) ?? {};
    if ("userId" in profile)
      directory.profiles.set(userId, { ...profile, ...(acceptingSince && { acceptingSince }) });
  };
  const inAccount = (id: string) =>
    [...rows.values()]
      .map(({ invitation }) => invitation)
      .filter(({ systemAccountId, status }) => systemAccountId === id && status === "PENDING")
      .sort((one, other) => (one.invitationId < other.invitationId ? -1 : 1));
  return {
    rows,
    create: (invitation, { tokenHash, by }, event) =>
      within(() => {
        if (!directory.isActiveAccount(invitation.systemAccountId)) return "refused";
        if (by !== undefined && !isUnchanged(by)) return "refused";
        if (audit.take(event)) rows.set(keyOf(invitation), { invitation, tokenHash });
        return "created";
      }),
    byTokenHash: (tokenHash) =>
      within(() => [...rows.values()].find((each) => each.tokenHash === tokenHash)?.invitation),
    openFor: (email) =>
      within(() =>
        [...rows.values()]
          .map(({ invitation }) => invitation)
          .filter((each) => each.email === email && isOpen(each, clock.now()))
          .sort((one, other) => (one.systemAccountId < other.systemAccountId ? -1 : 1)),
      ),
    accept: (invitation, { userId, by, acceptingSince }, event) =>
      within(() => {
        const row = open(invitation);
        if (row?.invitation.invitationId !== invitation.invitationId || by?.userId === userId)
          return "refused";
        if (by !== undefined && !(stands(by) && lasted(by.userId, invitation))) return "refused";
        if (!directory.isActiveAccount(invitation.systemAccountId) || !lasted(userId, invitation))
          return "refused";
        if (!directory.join(invitation, userId, event)) return "refused";
        rows.set(keyOf(invitation), { ...row, invitation: { ...row.invitation, status: "ACCEPTED" } });
        if (acceptingSince !== undefined) noteAccepting(userId, acceptingSince ?? undefined);
        return "accepted";
      }),
    endAccepting: (userId) => within(() => noteAccepting(userId, undefined)),
    byId: (systemAccountId, invitationId) =>
      within(() =>
        [...rows.values()]
          .map(({ invitation }) => invitation)
          .find((each) => each.systemAccountId === systemAccountId && each.invitationId === invitationId),
      ),
    ofAccount: (systemAccountId, { after = "", limit }) =>
      within(() => {
        const rest = inAccount(systemAccountId).filter(({ invitationId }) => invitationId > after);
        const items = rest.slice(0, limit);
        return { items, next: items.length === limit ? items.at(-1)?.invitationId : undefined };
      }),
    decline: (invitation, event) =>
      within(() => (end(invitation, "DECLINED", event) ? "declined" : "refused")),
    revoke: (key, event) => within(() => (end(key, "REVOKED", event) ? "revoked" : "refused")),
  };
};
