/**
 * Ends what a user holds beside the profile: sessions, the API keys that the user issued or rotated last, and the open
 * invitations from and to the user. An earlier secret of the user, of a key that another member rotated, is refused
 * with the profile. Can be repeated.
 */
import type { UserProfile } from "../../domain/account.js";
import type { ApiKey } from "../../domain/api-key/api-key.js";
import { apiKeySubject, auditEvent, pseudonymSubject } from "../../domain/audit/audit-event.js";
import { type Invitation, isOpen } from "../../domain/invitation.js";
import type { Ports } from "../../ports/index.js";
import { everyPage } from "../every-page.js";

export type EndRightsDeps = Pick<Ports, "clock" | "invitations" | "pseudonyms"> & {
  readonly directory: Pick<Ports["directory"], "memberships">;
  readonly apiKeys: Pick<Ports["apiKeys"], "list" | "revoke">;
  readonly sessions: Pick<Ports["sessions"], "endAllOf">;
  /** Undefined if no operator ends the user. */
  readonly operator?: string | undefined;
};

type Ended = Pick<UserProfile, "userId" | "email">;

const REASON = "user_ended";

export const endRights = async (deps: EndRightsDeps, user: Ended): Promise<void> => {
  await deps.sessions.endAllOf(user.userId);
  for (const invitation of await deps.invitations.openFor(user.email)) await revoke(deps, invitation);
  const memberships = everyPage((page) => deps.directory.memberships(user.userId, page));
  for await (const { systemAccountId } of memberships) await endInAccount(deps, user, systemAccountId);
};

const endInAccount = async (deps: EndRightsDeps, { userId }: Ended, account: string): Promise<void> => {
  for await (const key of everyPage((page) => deps.apiKeys.list(account, page)))
    if (key.status === "ACTIVE" && key.current.issuedBy === userId) await revokeKey(deps, key);
  for await (const invitation of everyPage((page) => deps.invitations.ofAccount(account, page)))
    if (invitation.invitedBy === userId && isOpen(invitation, deps.clock.now()))
      await revoke(deps, invitation);
};

const revokeKey = async ({ apiKeys, clock, operator }: EndRightsDeps, key: ApiKey): Promise<void> => {
  const { keyId, systemAccountId } = key;
  const event = auditEvent("apikey.revoked", {
    subject: apiKeySubject(keyId),
    key: keyId,
    at: clock.now(),
    details: { keyId, systemAccountId, reason: REASON, operator },
  });
  await apiKeys.revoke(key, event);
};

const revoke = async (deps: EndRightsDeps, invitation: Invitation): Promise<void> => {
  const { email, systemAccountId, invitationId } = invitation;
  const event = auditEvent("membership.invitation_revoked", {
    subject: pseudonymSubject(await deps.pseudonyms.of(email)),
    key: invitationId,
    at: deps.clock.now(),
    details: { email, systemAccountId, reason: REASON, operator: deps.operator },
  });
  await deps.invitations.revoke(invitation, event);
};
