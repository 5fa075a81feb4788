/**
 * PreSignUp: whether the pool may create a user, by who creates it. A refusal does not reveal whether the address is
 * known.
 */
import { AuthError } from "../../domain/errors.js";
import { type ApproveFederatedUserDeps, approveFederatedUser } from "../migration/claim-legacy-identity.js";
import { type LinkIdentityDeps, linkIdentity } from "../sign-in/link-identity.js";
import { type AdmitSignUpDeps, admitSignUp, type SignUpAttempt } from "./admit-sign-up.js";

export type AdmitNewUserDeps = LinkIdentityDeps & AdmitSignUpDeps & ApproveFederatedUserDeps;

type NewUser = SignUpAttempt & {
  /** Who creates the user: the user themselves, an administrator or a migration, or a first federated sign-in. */
  readonly source: "self" | "admin" | "federated";
  readonly userPoolId: string;
  readonly emailVerified: boolean;
};

/**
 * Returns `confirmed` if the user has proved the address.
 *
 * @throws AuthError `federation_refused`; as `admitSignUp`.
 */
export const admitNewUser = async (
  deps: AdmitNewUserDeps,
  { source, ...input }: NewUser,
): Promise<"confirmed" | "unconfirmed"> => {
  if (source === "self") return admitSignUp(deps, input);
  if (source === "federated") {
    const outcome = await linkIdentity(deps, input);
    if (outcome === "refused") throw new AuthError("federation_refused");
    if (outcome === "new") await approveFederatedUser(deps, { ...input, email: input.email ?? "" });
  }
  // Administrators and migrations create users without these checks.
  return "unconfirmed";
};
