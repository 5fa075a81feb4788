/** Invitations in memory, with the same conditions as the real ones, on the directory's people and accounts. */

import { AuthError } from "../../shared/domain/errors.js";
import { type Invitation, isOpen } from "../../shared/domain/invitation.js";
import type { Invitations } from "../../shared/ports/invitations.js";
import type { Clock } from "../../shared/ports.js";
import type { MemoryAudit } from "./audit.js";
import type { MemoryDirectory } from "./directory.js";

type Row = { readonly invitation: Invitation; readonly tokenHash: string };
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
    revoke: (key, event) =>
      within(() => {
        const row = open(key);
        if (!row) return "refused";
        if (audit.take(event))
          rows.set(keyOf(key), { ...row, invitation: { ...row.invitation, status: "REVOKED" } });
        return "revoked";
      }),
  };
};
