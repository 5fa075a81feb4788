/** Sign-in names are unique in a pool. This module decides who may take a name that is in use. */
import { randomUUID } from "node:crypto";
import { CognitoError } from "../errors.js";
import { isExternalProfile } from "../federation/identity.js";
import type { Pool } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";

/**
 * The username is generated and equals the sub if users sign in by an attribute. Otherwise the user chooses
 * it.
 */
export function newIdentity(pool: Pool, chosen: string): { username: string; sub: string } {
  const sub = randomUUID();
  return { username: pool.settings.UsernameAttributes.length > 0 ? sub : chosen, sub };
}

/** Returns the sign-in names that a user with these attributes would hold. */
function heldAliases(pool: Pool, attributes: Attributes): [string, string][] {
  const byName = pool.settings.UsernameAttributes.length > 0;
  return Object.entries(attributes).filter(([name]) => {
    const active = byName || name === "preferred_username" || attributes[`${name}_verified`] === "true";
    return pool.users.isAlias(name) && active;
  });
}

export const aliasExists = (attribute: string) =>
  new CognitoError("AliasExistsException", `An account with the ${attribute} already exists.`);

/** Throws AliasExistsException if another user holds one of the names. External profiles hold no aliases. */
export function checkAliasesFree(pool: Pool, attributes: Attributes, user?: User): void {
  if (user && isExternalProfile(user)) return;
  for (const [name, value] of heldAliases(pool, attributes)) {
    const owner = pool.users.aliasOwner(name, value);
    if (owner && owner !== user) throw aliasExists(name);
  }
}

/**
 * Takes the aliases away from their present holders and marks the holders' addresses as unverified. A pool
 * with UsernameAttributes does not allow that: there the conflict remains an error.
 */
export function takeAliases(pool: Pool, attributes: Attributes, user?: User): void {
  for (const [name, value] of heldAliases(pool, attributes)) {
    const owner = pool.users.aliasOwner(name, value);
    if (!owner || owner === user) continue;
    if (pool.settings.UsernameAttributes.length > 0 || name === "preferred_username") throw aliasExists(name);
    owner.attributes[`${name}_verified`] = "false";
    pool.users.save(owner);
  }
}
