/**
 * PostConfirmation: a code confirmed a sign-up or a forgotten password. Cognito does not undo the confirmation after an
 * error, so PostAuthentication repeats the work.
 */
import { linkApprovedLegacyIdentity, requestClaim } from "../migration/link-approved-legacy-identity.js";
import { type RecordResetDeps, recordPasswordReset } from "../password-reset/record-password-reset.js";
import { type CompleteSignInDeps, linkLegacyAfterReset } from "../sign-in/complete-sign-in.js";
import { handleConfirmation } from "./ensure-profile.js";

export type CompleteConfirmationDeps = CompleteSignInDeps & RecordResetDeps;

type ConfirmedUser = Parameters<typeof linkLegacyAfterReset>[1] & { readonly passwordFollows: boolean };

/** `afterReset`: the code confirmed a new password, not a sign-up. */
export const completeConfirmation = async (
  deps: CompleteConfirmationDeps,
  { afterReset, ...user }: ConfirmedUser & { readonly afterReset: boolean },
): Promise<void> => {
  if (afterReset) {
    await recordPasswordReset(deps, user);
    return linkLegacyAfterReset(deps, user);
  }
  // A first federated sign-in runs no PostAuthentication. The link comes first, because a prepared profile may be theirs.
  const identity = await linkApprovedLegacyIdentity(deps, user);
  await handleConfirmation(deps, user);
  if (identity === "open") await requestClaim(deps, user);
};
