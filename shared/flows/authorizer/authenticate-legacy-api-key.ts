/**
 * Authenticates an API key of the legacy system. The legacy system's answer must match the claim inside the
 * key and the account in the directory.
 */
import type { AccessRequest } from "../../domain/access.js";
import { roleScopes } from "../../domain/account-scopes.js";
import type { ApiKeyDenial, ApiKeyOutcome, ApiKeyPolicy } from "../../domain/api-key/api-key-outcome.js";
import { isPastSunset, sameClaim } from "../../domain/api-key/legacy-api-key.js";
import { apiKeySubject, auditEvent, minuteOf } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import type { AccessDirectory, Ports, Settings } from "../../ports/index.js";

export type LegacyApiKeyDeps = Pick<
  Ports,
  "audit" | "clock" | "legacyApiKeys" | "legacyApiKeyUses" | "metrics" | "pseudonyms"
> &
  Pick<Settings, "roles"> & { readonly directory: Pick<AccessDirectory, "accounts"> };

type Presented = NonNullable<ApiKeyPolicy["legacy"]> & { readonly text: string } & Pick<
    AccessRequest,
    "callerOf"
  >;

/** @throws AuthError `temporarily_unavailable`; `internal` if the stage's legacy keys are misconfigured. */
export const authenticateLegacyApiKey = async (
  deps: LegacyApiKeyDeps,
  { text, callerOf, sunset, role }: Presented,
): Promise<ApiKeyOutcome> => {
  if (isPastSunset(sunset, deps.clock.now())) {
    deps.metrics.count("legacy_key_after_sunset");
    return { kind: "refused", reason: "legacy_sunset" };
  }
  const said = await deps.legacyApiKeys.open(text);
  if (said === undefined) return { kind: "refused", reason: "key_malformed" };
  const answer = await deps.legacyApiKeys.validate(text);
  if (answer.kind === "unavailable") throw new AuthError("temporarily_unavailable");
  if (answer.kind === "refused") return { kind: "refused", reason: "key_unknown" };
  const { accountId, cellId } = answer.claim;
  const [account] = await deps.directory.accounts([accountId]);
  const keyId = `legacy-${await deps.pseudonyms.of(`legacy-key\n${text}`)}`;
  const use = { keyId, systemAccountId: accountId, callerOf };
  if (!sameClaim(said, answer.claim)) return denyLegacy(deps, use, "legacy_mismatch");
  if (account?.status !== "ACTIVE") return denyLegacy(deps, use, "account_inactive");
  if (account.cellId !== cellId) return denyLegacy(deps, use, "cell_mismatch");
  await noteLegacy(deps, use);
  return { kind: "key", principal: { keyId, account, role, scopes: roleScopes(deps.roles, role) } };
};

type LegacyUse = Pick<AccessRequest, "callerOf"> & {
  readonly keyId: string;
  readonly systemAccountId: string;
};

const denyLegacy = async (
  deps: LegacyApiKeyDeps,
  use: LegacyUse,
  reason: ApiKeyDenial,
): Promise<ApiKeyOutcome> => {
  deps.metrics.count("legacy_key_refused");
  const at = deps.clock.now();
  const { keyId, systemAccountId, callerOf } = use;
  const { facts } = await callerOf();
  await deps.audit.record(
    auditEvent("legacy_key.refused", {
      subject: apiKeySubject(keyId),
      key: `${keyId}/${reason}/${minuteOf(at)}`,
      at,
      details: { reason, keyId, systemAccountId, ...facts },
    }),
  );
  return { kind: "denied", reason };
};

/** Tracks the use of legacy keys: a metric for every use, a row and an audit event once a day per key. */
const noteLegacy = async (
  deps: LegacyApiKeyDeps,
  { keyId, systemAccountId, callerOf }: LegacyUse,
): Promise<void> => {
  deps.metrics.count("legacy_key_used");
  const at = deps.clock.now();
  const { facts } = await callerOf();
  const lastUsedOn = at.toISOString().slice(0, 10);
  await deps.legacyApiKeyUses.note(
    { keyName: keyId, systemAccountId, lastUsedOn },
    auditEvent("legacy_key.used", {
      subject: apiKeySubject(keyId),
      key: `${keyId}/${systemAccountId}/${lastUsedOn}`,
      at,
      details: { keyId, systemAccountId, ...facts },
    }),
  );
};
