/**
 * Authenticates an API key. `refused`: the key is unknown or invalid; the response gives no reason. `denied`:
 * the key is valid, but its account or issuer does not allow access. Rejects if validity cannot be checked.
 * Callers must deny access.
 */

import type { AccessRequest } from "../../domain/access.js";
import { type Account, judgeStanding } from "../../domain/account.js";
import {
  type ApiKey,
  type ApiKeySecret,
  isUseDue,
  judgeApiKey,
  secretIssuedAt,
} from "../../domain/api-key/api-key.js";
import type { ApiKeyDenial, ApiKeyOutcome } from "../../domain/api-key/api-key-outcome.js";
import { apiKeyIdIn, looksLikeApiKey } from "../../domain/api-key/format.js";
import { apiKeySubject, auditEvent, minuteOf } from "../../domain/audit/audit-event.js";
import { sinceJoining } from "../../domain/endings.js";
import { atLeast } from "../../domain/role.js";
import type { ApiKeyReader } from "../../ports/api-keys.js";
import type { AccessDirectory, Ports, Settings } from "../../ports/index.js";
import { authenticateLegacyApiKey, type LegacyApiKeyDeps } from "./authenticate-legacy-api-key.js";

export type ApiKeyDeps = LegacyApiKeyDeps &
  Pick<Ports, "apiKeyDigests"> &
  Pick<Settings, "apiKeyPolicy"> & {
    readonly apiKeys: ApiKeyReader;
    readonly directory: Pick<AccessDirectory, "accounts" | "standing">;
  };

type CallerOf = AccessRequest["callerOf"];

/** @throws AuthError `temporarily_unavailable`; `internal` if the stage's legacy keys are misconfigured. */
export const authenticateApiKey = async (
  deps: ApiKeyDeps,
  text: string,
  callerOf: CallerOf,
): Promise<ApiKeyOutcome> => {
  const outcome = await outcomeOf(deps, text, callerOf);
  // There is no subject for an audit event, so these are counted in metrics.
  if (outcome.kind === "refused") {
    if (outcome.reason === "key_malformed") deps.metrics.count("api_key_malformed");
    if (outcome.reason === "key_unknown") deps.metrics.count("api_key_unknown");
  }
  return outcome;
};

const outcomeOf = async (deps: ApiKeyDeps, text: string, callerOf: CallerOf): Promise<ApiKeyOutcome> => {
  if (looksLikeApiKey(text)) return ownKey(deps, text, callerOf);
  const { legacy } = deps.apiKeyPolicy;
  return legacy === undefined ? MALFORMED : authenticateLegacyApiKey(deps, { text, callerOf, ...legacy });
};

const MALFORMED = { kind: "refused", reason: "key_malformed" } as const;
const UNKNOWN = { kind: "refused", reason: "key_unknown" } as const;

const ownKey = async (deps: ApiKeyDeps, text: string, callerOf: CallerOf): Promise<ApiKeyOutcome> => {
  const keyId = apiKeyIdIn(text, deps.apiKeyPolicy.stage);
  if (keyId === undefined) return MALFORMED;
  const key = await deps.apiKeys.find(keyId);
  if (key === undefined) return UNKNOWN;
  const now = deps.clock.now();
  const verdict = judgeApiKey(key, {
    digest: deps.apiKeyDigests.of(text),
    same: deps.apiKeyDigests.same,
    now,
  });
  if (verdict.kind === "refused") {
    await recordRefusal(deps, key, verdict.reason, callerOf);
    return verdict;
  }
  const account = await accountOf(deps, key, verdict.secret);
  if (typeof account === "string") {
    await recordRefusal(deps, key, account, callerOf);
    return { kind: "denied", reason: account };
  }
  if (isUseDue(key.lastUsedAtSeconds, now)) await deps.apiKeys.used(keyId);
  return { kind: "key", principal: { keyId, account, role: key.role, scopes: key.scopes } };
};

/**
 * The key's account, if the issuer of this secret still has at least the key's role in it, and has not left it
 * since.
 */
const accountOf = async (
  deps: ApiKeyDeps,
  key: ApiKey,
  secret: ApiKeySecret,
): Promise<Account | ApiKeyDenial> => {
  const verdict = judgeStanding(await deps.directory.standing(secret.issuedBy, key.systemAccountId));
  if (verdict.kind === "refused")
    return verdict.reason === "account_inactive" ? "account_inactive" : "issuer_inactive";
  const { account, membership } = verdict.standing;
  if (!sinceJoining(secretIssuedAt(key, secret), membership)) return "issuer_inactive";
  return atLeast(deps.roles, membership.role, key.role) ? account : "issuer_role_too_low";
};

const recordRefusal = async (
  deps: ApiKeyDeps,
  { keyId, systemAccountId }: ApiKey,
  reason: string,
  callerOf: CallerOf,
): Promise<void> => {
  const { facts } = await callerOf();
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("apikey.refused", {
      subject: apiKeySubject(keyId),
      key: `${keyId}/${reason}/${minuteOf(at)}`,
      at,
      details: { reason, keyId, systemAccountId, ...facts },
    }),
  );
};
