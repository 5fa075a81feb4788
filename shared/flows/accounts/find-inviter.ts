/** Reads who stands behind an invitation when it is used. */
import type { Membership } from "../../domain/account.js";
import { behindOffer } from "../../domain/endings.js";
import type { Invitation } from "../../domain/invitation.js";
import type { Ports, Settings } from "../../ports/index.js";

export type InviterDeps = Pick<Ports, "directory"> & Pick<Settings, "roles">;

/** `ended`: the inviter left, was suspended, or has a role below the invitation's. An operator's never ends. */
export type Inviter =
  | { readonly kind: "stands"; readonly by: Membership | undefined }
  | { readonly kind: "ended" };

export const findInviter = async (
  { directory, roles }: InviterDeps,
  { byOperator, invitedBy, systemAccountId, role, invitedAt }: Invitation,
): Promise<Inviter> => {
  if (byOperator === true) return { kind: "stands", by: undefined };
  const standing = await directory.standing(invitedBy, systemAccountId);
  const by = behindOffer(standing, { role, madeAt: invitedAt }, roles);
  return by === undefined ? { kind: "ended" } : { kind: "stands", by };
};
