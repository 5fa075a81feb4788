/** Revokes an API key of any account, for an operator: the key leaked and the account cannot be reached. */
import { apiKeySubject, auditEvent } from "../../domain/audit/audit-event.js";
import type { OperatorPorts } from "../../ports/operators.js";

type Deps = Pick<OperatorPorts, "apiKeys" | "clock" | "operator">;

/** `unknown`: there is no such key. `was_revoked`: nothing changed. */
export const revokeLeakedApiKey = async (
  deps: Deps,
  { keyId, reason }: { readonly keyId: string; readonly reason: string },
): Promise<"revoked" | "was_revoked" | "unknown"> => {
  const key = await deps.apiKeys.find(keyId);
  if (key === undefined) return "unknown";
  const { systemAccountId } = key;
  const event = auditEvent("apikey.revoked", {
    subject: apiKeySubject(keyId),
    key: keyId,
    at: deps.clock.now(),
    details: { keyId, systemAccountId, reason, operator: deps.operator },
  });
  return deps.apiKeys.revoke(key, event);
};
