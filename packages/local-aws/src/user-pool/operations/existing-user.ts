/** Finds the user that an administrator operation names. */
import { userNotFound } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";

/**
 * Throws ResourceNotFoundException if the pool does not exist, and UserNotFoundException if the user does
 * not.
 */
export function existingUser(
  { store }: Services,
  { UserPoolId, Username }: { UserPoolId: string; Username: string },
): { pool: Pool; user: User } {
  const pool = store.pool(UserPoolId);
  const user = pool.users.find(Username);
  if (!user) throw userNotFound();
  return { pool, user };
}
