/**
 * Decides about an API key: whose it is, and whether it counts now. Whatever is wrong with a key that is
 * not known is one refusal; a key that is known and may not come in is denied. When it cannot be known,
 * the flow rejects: it never admits on a guess.
 */
import type { Account } from "../domain/account.js";
import { judgeStanding } from "../domain/account.js";
import { roleScopes } from "../domain/account-scopes.js";
import { type ApiKey, isUseDue, judgeKey } from "../domain/api-key/api-key.js";
import { keyIdIn, looksLikeApiKey } from "../domain/api-key/format.js";
import type { KeyDenial, KeyOutcome, KeyPolicy } from "../domain/api-key/key-outcome.js";
import { isPastSunset, sameClaim } from "../domain/api-key/legacy-key.js";
import { auditEvent, keySubject, minuteOf } from "../domain/audit-event.js";
import type { Caller } from "../domain/caller.js";
import { AuthError } from "../domain/errors.js";
import { atLeast } from "../domain/role.js";
import type { ApiKeyReader } from "../ports/api-keys.js";
import type { AccessDirectory, Ports } from "../ports.js";

export type KeyDeps = Pick<
  Ports,
  | "audit"
  | "clock"
  | "keyDigests"
  | "keyPolicy"
  | "legacyKeys"
  | "legacyKeyUses"
  | "metrics"
  | "pseudonyms"
  | "roles"
> & {
  readonly apiKeys: ApiKeyReader;
  readonly directory: Pick<AccessDirectory, "accounts" | "standing">;
};

/** @throws AuthError `temporarily_unavailable`; `internal` for a stage whose legacy keys are configured wrongly. */
export const authenticateKey = async (deps: KeyDeps, text: string, caller: Caller): Promise<KeyOutcome> => {
  if (looksLikeApiKey(text)) return ownKey(deps, text, caller);
  const { legacy } = deps.keyPolicy;
  return legacy === undefined ? MALFORMED : legacyKey(deps, { text, caller, ...legacy });
};

const MALFORMED = { kind: "refused", reason: "key_malformed" } as const;
const UNKNOWN = { kind: "refused", reason: "key_unknown" } as const;

const ownKey = async (deps: KeyDeps, text: string, caller: Caller): Promise<KeyOutcome> => {
  const keyId = keyIdIn(text, deps.keyPolicy.stage);
  if (keyId === undefined) return MALFORMED;
  const key = await deps.apiKeys.find(keyId);
  if (key === undefined) return UNKNOWN;
  const now = deps.clock.now();
  const verdict = judgeKey(key, { digest: deps.keyDigests.of(text), same: deps.keyDigests.same, now });
  if (verdict.kind === "refused") {
    await recordRefusal(deps, key, verdict.reason, caller);
    return verdict;
  }
  const account = await accountOf(deps, key, verdict.secret.issuedBy);
  if (typeof account === "string") {
    await recordRefusal(deps, key, account, caller);
    return { kind: "denied", reason: account };
  }
  if (isUseDue(key.lastUsedAtSeconds, now)) await deps.apiKeys.used(keyId);
  return { kind: "key", principal: { keyId, account, role: key.role, scopes: key.scopes } };
};

/** The key's account, while whoever has seen the secret may still do there what the key may. */
const accountOf = async (deps: KeyDeps, key: ApiKey, issuer: string): Promise<Account | KeyDenial> => {
  const verdict = judgeStanding(await deps.directory.standing(issuer, key.systemAccountId));
  if (verdict.kind === "refused")
    return verdict.reason === "account_inactive" ? "account_inactive" : "issuer_inactive";
  const { account, membership } = verdict.standing;
  return atLeast(deps.roles, membership.role, key.role) ? account : "issuer_role_too_low";
};

const recordRefusal = async (
  deps: KeyDeps,
  { keyId, systemAccountId }: ApiKey,
  reason: string,
  { facts }: Caller,
): Promise<void> => {
  const at = deps.clock.now();
  await deps.audit.record(
    auditEvent("apikey.refused", {
      subject: keySubject(keyId),
      key: `${keyId}/${reason}/${minuteOf(at)}`,
      at,
      details: { reason, keyId, systemAccountId, ...facts },
    }),
  );
};

type Legacy = NonNullable<KeyPolicy["legacy"]> & { readonly text: string; readonly caller: Caller };

const legacyKey = async (deps: KeyDeps, { text, caller, sunset, role }: Legacy): Promise<KeyOutcome> => {
  if (isPastSunset(sunset, deps.clock.now())) {
    deps.metrics.count("legacy_key_after_sunset");
    return { kind: "refused", reason: "legacy_sunset" };
  }
  const said = await deps.legacyKeys.open(text);
  if (said === undefined) return MALFORMED;
  const answer = await deps.legacyKeys.validate(text);
  if (answer.kind === "unavailable") throw new AuthError("temporarily_unavailable");
  if (answer.kind === "refused") return UNKNOWN;
  const { accountId, cellId } = answer.claim;
  const [account] = await deps.directory.accounts([accountId]);
  const keyId = `legacy-${await deps.pseudonyms.of(`legacy-key\n${text}`)}`;
  const use = { keyId, systemAccountId: accountId, caller };
  if (!sameClaim(said, answer.claim)) return denyLegacy(deps, use, "legacy_mismatch");
  if (account?.status !== "ACTIVE") return denyLegacy(deps, use, "account_inactive");
  if (account.cellId !== cellId) return denyLegacy(deps, use, "cell_mismatch");
  await noteLegacy(deps, use);
  return { kind: "key", principal: { keyId, account, role, scopes: roleScopes(deps.roles, role) } };
};

type LegacyUse = { readonly keyId: string; readonly systemAccountId: string; readonly caller: Caller };

const denyLegacy = async (deps: KeyDeps, use: LegacyUse, reason: KeyDenial): Promise<KeyOutcome> => {
  deps.metrics.count("legacy_key_refused");
  const at = deps.clock.now();
  const { keyId, systemAccountId, caller } = use;
  await deps.audit.record(
    auditEvent("legacy_key.refused", {
      subject: keySubject(keyId),
      key: `${keyId}/${reason}/${minuteOf(at)}`,
      at,
      details: { reason, keyId, systemAccountId, ...caller.facts },
    }),
  );
  return { kind: "denied", reason };
};

/** Who still uses keys of the legacy system: counted at every use, written down once a day for a key. */
const noteLegacy = async (deps: KeyDeps, { keyId, systemAccountId, caller }: LegacyUse): Promise<void> => {
  deps.metrics.count("legacy_key_used");
  const at = deps.clock.now();
  const lastUsedOn = at.toISOString().slice(0, 10);
  await deps.legacyKeyUses.note(
    { keyName: keyId, systemAccountId, lastUsedOn },
    auditEvent("legacy_key.used", {
      subject: keySubject(keyId),
      key: `${keyId}/${systemAccountId}/${lastUsedOn}`,
      at,
      details: { keyId, systemAccountId, ...caller.facts },
    }),
  );
};
