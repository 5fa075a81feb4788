/**
 * The proof of an address by a mailed code, for users of providers that prove none. The provider's user and the address are
 * proved together: another user with the same address, or the same user with another one, needs a code again.
 */
import { type ExternalIdentity, externalIdentity, type KeptClaims } from "./federation.js";
import type { FederatedProvider } from "./identity-provider.js";

export const ADDRESS_PROOF_SECONDS = 600;
export const MOST_WRONG_CODES = 5;

export type ProvedAddress = {
  /** The user of the provider, by the name in the pool in lower case: the pool tells no other names apart. */
  readonly userName: string;
  readonly email: string;
};

/** An address that waits for its proof. */
export type UnprovedAddress = ProvedAddress & {
  readonly provider: string;
  readonly expiresAtSeconds: number;
  /** From the code's mail on: how the sign-in goes on after the right code, and how many wrong ones there were. */
  readonly mailed?:
    | { readonly returnTo: string; readonly remember: boolean; readonly wrongCodes: number }
    | undefined;
};

/**
 * What is to be proved of a user who arrives. Undefined if the user name does not say who it is at the provider: a proof
 * would then be one of all users with the address.
 */
export const provableAddress = (
  provider: FederatedProvider,
  userName: string,
  { sub, email = "" }: KeptClaims,
): ProvedAddress | undefined => {
  const identity: ExternalIdentity | undefined = externalIdentity([provider], userName)?.identity;
  if (identity === undefined) return undefined;
  const isOther = provider.claims.sub !== undefined && identity.subject.toLowerCase() !== sub?.toLowerCase();
  return isOther ? undefined : provedAddressOf(userName, email);
};

export const provedAddressOf = (userName: string, email: string): ProvedAddress => ({
  userName: userName.toLowerCase(),
  email,
});

/**
 * The reference in the error with which InboundFederation ends such a sign-in. The pool passes it on as the description of
 * its own error.
 */
export const unprovedReference = (description = ""): string | undefined =>
  /\[federation_refused\.([\w-]{22})\]/.exec(description)?.[1];
