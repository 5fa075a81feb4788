import type { Level } from "../rules/authentication-level.js";

/**
 * The properties that a client requests at the authorize endpoint, and that the tokens of the sign-in carry.
 */
export interface HostedGrant {
  readonly scopes: readonly string[];
  readonly nonce?: string | undefined;
  /** The API that the access token is bound to (RFC 8707). */
  readonly resource?: string | undefined;
  /** The authentication levels that the client requested, preferred one first. */
  readonly targets?: readonly Level[] | undefined;
}

/** A sign-in that began for one request must not complete another. */
export const sameGrant = (one: HostedGrant | undefined, other: HostedGrant): boolean =>
  one !== undefined &&
  one.scopes.join(" ") === other.scopes.join(" ") &&
  one.nonce === other.nonce &&
  one.resource === other.resource &&
  one.targets?.join() === other.targets?.join();
