/** Authorizes a request with an API key. A key is valid for its own account only. */
import type { AccessContext, AccessDecision, AccessRequest, DenyReason } from "../../domain/access.js";
import type { ApiKeyPrincipal } from "../../domain/api-key/api-key-outcome.js";
import { apiKeySubject, auditEvent } from "../../domain/audit/audit-event.js";
import { requestedAccount } from "../../domain/route-access.js";
import { type ApiKeyDeps, authenticateApiKey } from "./authenticate-api-key.js";

export const authorizeApiKey = async (
  deps: ApiKeyDeps,
  request: AccessRequest,
  text: string,
): Promise<AccessDecision> => {
  const outcome = await authenticateApiKey(deps, text, request.callerOf);
  if (outcome.kind === "refused") return { kind: "unauthenticated", reason: outcome.reason };
  if (outcome.kind === "denied") return { kind: "deny", reason: outcome.reason };
  const { principal } = outcome;
  const requested = requestedAccount(request.accountInPath, request.accountInHeader);
  if (requested.kind === "contradiction") return deny(deps, request, principal, "account_contradiction");
  if (requested.kind === "account" && requested.id !== principal.account.systemAccountId)
    return deny(deps, request, principal, "not_a_member");
  return { kind: "allow", context: contextOf(principal) };
};

/** User and session are empty: an API key has neither. */
const contextOf = ({ keyId, account, role, scopes }: ApiKeyPrincipal): AccessContext => ({
  user_id: "",
  username: "",
  email: "",
  system_account_id: account.systemAccountId,
  visible_account_id: account.visibleAccountId,
  cell_id: account.cellId,
  role,
  scopes: scopes.join(" "),
  credential: "api_key",
  sub: "",
  session_id: "",
  key_id: keyId,
});

const deny = async (
  deps: ApiKeyDeps,
  { callerOf, routeKey }: AccessRequest,
  { keyId, account }: ApiKeyPrincipal,
  reason: DenyReason,
): Promise<AccessDecision> => {
  const caller = await callerOf();
  await deps.audit.record(
    auditEvent("access.denied", {
      subject: apiKeySubject(keyId),
      key: caller.requestId,
      at: deps.clock.now(),
      details: {
        ...{ reason, keyId, systemAccountId: account.systemAccountId, route: routeKey },
        ...caller.facts,
      },
    }),
  );
  return { kind: "deny", reason };
};
