/**
 * Invitations in memory, with the same conditions as the DynamoDB adapter, on the directory's users and
 * accounts.
 */
import type { AuditEvent } from "../domain/audit/audit-event.js";
import { AuthError } from "../domain/errors.js";
import { type Invitation, isOpen } from "../domain/invitation.js";
import type { Clock } from "../ports/index.js";
import type { Invitations } from "../ports/invitations.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

type Row = { readonly invitation: Invitation; readonly tokenHash: string };
type EndedKey = Pick<Invitation, "email" | "systemAccountId"> & Partial<Pick<Invitation, "invitationId">>;
type Stores = { readonly clock: Clock; readonly audit: MemoryAudit; readonly directory: MemoryDirectory };

export const memoryInvitations = ({ clock, audit, directory }: Stores): Invitations => {
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
  const inAccount = (id: string) =>
    [...rows.values()]
      .map(({ invitation }) => invitation)
      .filter(({ systemAccountId }) => systemAccountId === id)
      .sort((one, other) => (one.invitationId < other.invitationId ? -1 : 1));
  return {
    create: (invitation, tokenHash, event) =>
      within(() => {
        if (!directory.isActiveAccount(invitation.systemAccountId)) return "refused";
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
    accept: (invitation, userId, event) =>
      within(() => {
        const row = open(invitation);
        if (row?.invitation.invitationId !== invitation.invitationId) return "refused";
        if (
          !directory.isActiveAccount(invitation.systemAccountId) ||
          !directory.join(invitation, userId, event)
        )
          return "refused";
        rows.set(keyOf(invitation), { ...row, invitation: { ...row.invitation, status: "ACCEPTED" } });
        return "accepted";
      }),
    byId: (systemAccountId, invitationId) =>
      within(() => inAccount(systemAccountId).find((each) => each.invitationId === invitationId)),
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
