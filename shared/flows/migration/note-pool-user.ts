/**
 * Records the pool user that a migration by a forgotten password created. UserMigration runs before the pool user exists,
 * and PostConfirmation only after the reset, which may never come. In between an administrator may change the address,
 * and the legacy record still has the old one. See docs/adr/0015-address-changes.md.
 */
import type { Occasion } from "../../domain/messages/occasion.js";
import type { Ports } from "../../ports/index.js";

export type NoteHolderDeps = Pick<Ports, "directory">;

/** Called before the code is sent. @throws AuthError `temporarily_unavailable`; the user then gets no code. */
export const notePoolUser = async (
  { directory }: NoteHolderDeps,
  {
    occasion,
    legacyId,
    userId,
    sub,
  }: {
    readonly occasion: Occasion;
    readonly legacyId?: string | undefined;
    readonly userId?: string | undefined;
    readonly sub: string;
  },
): Promise<void> => {
  if (occasion !== "ForgotPassword" || legacyId === undefined || userId === undefined) return;
  await directory.noteLegacyHolder({ legacyId, userId, sub });
};
