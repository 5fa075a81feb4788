import type { Level } from "../rules/authentication-level.js";

/** What a client asked for at the authorize endpoint, and the tokens of that sign-in carry. */
export interface HostedGrant {
  readonly scopes: readonly string[];
  readonly nonce?: string | undefined;
  /** The API that the access token is bound to (RFC 8707). */
  readonly resource?: string | undefined;
  /** The authentication levels that the client asked for, the best one first. */
  readonly targets?: readonly Level[] | undefined;
}

/** A sign-in that began for one request is not finished for another. */
export const sameGrant = (one: HostedGrant | undefined, other: HostedGrant): boolean =>
  one !== undefined &&
  one.scopes.join(" ") === other.scopes.join(" ") &&
  one.nonce === other.nonce &&
  one.resource === other.resource &&
  one.targets?.join() === other.targets?.join();
