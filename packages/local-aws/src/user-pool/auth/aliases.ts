/** Sign-in names of a pool are unique. Who may take one that is in use is decided here. */
import { randomUUID } from "node:crypto";
import { CognitoError } from "../errors.js";
import { isExternalProfile } from "../federation/identity.js";
import type { Pool } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";

/** Generated, and equal to the sub, where users sign in by an attribute; else what the user chose. */
export function newIdentity(pool: Pool, chosen: string): { username: string; sub: string } {
  const sub = randomUUID();
  return { username: pool.settings.UsernameAttributes.length > 0 ? sub : chosen, sub };
}

/** The sign-in names that a user with these attributes would hold. */
function heldAliases(pool: Pool, attributes: Attributes): [string, string][] {
  const byName = pool.settings.UsernameAttributes.length > 0;
  return Object.entries(attributes).filter(([name]) => {
    const active = byName || name === "preferred_username" || attributes[`${name}_verified`] === "true";
    return pool.users.isAlias(name) && active;
  });
}

export const aliasExists = (attribute: string) =>
  new CognitoError("AliasExistsException", `An account with the ${attribute} already exists.`);

/** Throws AliasExistsException when another user holds one of the names. External profiles hold none. */
export function checkAliasesFree(pool: Pool, attributes: Attributes, user?: User): void {
  if (user && isExternalProfile(user)) return;
  for (const [name, value] of heldAliases(pool, attributes)) {
    const owner = pool.users.aliasOwner(name, value);
    if (owner && owner !== user) throw aliasExists(name);
  }
}

/**
 * Takes the names away from their present holders, whose addresses are then unverified. Where users sign in by an
 * attribute there is no such thing, and the conflict stays one.
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
