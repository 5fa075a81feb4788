/**
 * Revokes a key with both its secrets, from the next request on. No step-up, so that a leak can be stopped at
 * once.
 */
import type { Actor } from "../../domain/actor.js";
import { apiKeySubject, auditEvent } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { ADMIN } from "../../domain/role.js";
import type { Ports } from "../../ports/index.js";
import { type RoleDeps, requireRole } from "../authorizer/require-role.js";
import { apiKeyFacts } from "./issue-api-key.js";

export type RevokeApiKeyDeps = RoleDeps & Pick<Ports, "apiKeys">;

/** For Admins. Idempotent. @throws AuthError `not_found` for a key of another account. */
export const revokeApiKey = async (deps: RevokeApiKeyDeps, actor: Actor, keyId: string): Promise<void> => {
  const { actor: user } = await requireRole(deps, actor, ADMIN);
  const key = { keyId, systemAccountId: user.systemAccountId ?? "" };
  const event = auditEvent("apikey.revoked", {
    subject: apiKeySubject(keyId),
    key: keyId,
    at: deps.clock.now(),
    details: apiKeyFacts(user, key),
  });
  if ((await deps.apiKeys.revoke(key, event)) === "unknown") throw new AuthError("not_found");
};
