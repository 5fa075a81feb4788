/** Issues an API key. Only the response contains its text; a digest is stored. */

import { roleScopes } from "../../domain/account-scopes.js";
import type { Actor, UserActor } from "../../domain/actor.js";
import type { ApiKey } from "../../domain/api-key/api-key.js";
import { apiKeyText, KEY_ID_LENGTH, KEY_SECRET_LENGTH } from "../../domain/api-key/format.js";
import { apiKeySubject, auditEvent } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { ADMIN, isRole, lowestRole, type Role } from "../../domain/role.js";
import { DAY_SECONDS, secondsAt } from "../../domain/seconds.js";
import type { Ports, Settings } from "../../ports/index.js";
import { type RoleDeps, requireRole } from "../authorizer/require-role.js";
import { spendStepUp } from "../challenge/step-up.js";

export type IssueApiKeyDeps = RoleDeps &
  Pick<Ports, "apiKeyDigests" | "apiKeys" | "apiKeyTexts" | "tickets"> &
  Pick<Settings, "apiKeyPolicy">;

/** The step-up purpose for issuing and rotating keys. */
export const KEYS_PURPOSE = "api-keys";

export type ApiKeyRequest = {
  /** A label. */
  readonly name: string;
  /** Undefined: the stage's lowest role. */
  readonly role?: Role | undefined;
  /** Undefined: all scopes of the role. */
  readonly scopes?: readonly string[] | undefined;
  readonly validDays: number;
};

/** An attempt to run a request. All attempts of one request draw the same texts. */
export type KeyAttempt = {
  /** Names the request. */
  readonly act: string;
  /** True if an earlier attempt may have made the key. */
  readonly repeated: boolean;
};

/**
 * For Admins, after a step-up. A repeated attempt returns the key that an earlier one issued.
 *
 * @throws AuthError `invalid_request`, `role_required`, `step_up_required`, `forbidden`.
 */
export const issueApiKey = async (
  deps: IssueApiKeyDeps,
  actor: Actor,
  wish: ApiKeyRequest,
  { act, repeated }: KeyAttempt,
): Promise<{ key: ApiKey; text: string }> => {
  const { actor: user, standing } = await requireRole(deps, actor, ADMIN);
  const { systemAccountId } = standing.account;
  const granted = grantedBy(deps, wish);
  const made = madeKey(deps, user, { ...wish, ...granted });
  const issued = async () => {
    const key = repeated ? await deps.apiKeys.find(made.key.keyId) : undefined;
    return key && { key, text: made.text };
  };
  const earlier = await issued();
  if (earlier) return earlier;
  await spendStepUp(deps, { principal: user, purpose: KEYS_PURPOSE, systemAccountId, act });
  const outcome = await deps.apiKeys.issue(
    made.key,
    auditEvent("apikey.issued", {
      subject: apiKeySubject(made.key.keyId),
      key: made.key.keyId,
      at: deps.clock.now(),
      details: { ...apiKeyFacts(user, made.key), reason: made.key.role },
    }),
  );
  if (outcome !== "refused") return made;
  const meanwhile = await issued();
  if (meanwhile === undefined) throw new AuthError("forbidden");
  return meanwhile;
};

type Granted = Pick<ApiKey, "role" | "scopes">;

const grantedBy = ({ roles }: IssueApiKeyDeps, { scopes, ...wish }: ApiKeyRequest): Granted => {
  const role = wish.role ?? lowestRole(roles) ?? "";
  const covered = isRole(roles, role) ? roleScopes(roles, role) : [];
  const fields = [
    ...(isRole(roles, role) ? [] : ["role"]),
    ...(scopes?.every((scope) => covered.includes(scope)) === false ? ["scopes"] : []),
  ];
  if (fields.length > 0) throw new AuthError("invalid_request", { fields });
  return {
    role,
    scopes: scopes === undefined ? covered : covered.filter((scope) => scopes.includes(scope)),
  };
};

const madeKey = (
  deps: IssueApiKeyDeps,
  { userId, systemAccountId = "" }: UserActor,
  { name, role, scopes, validDays }: Pick<ApiKeyRequest, "name" | "validDays"> & Granted,
): { key: ApiKey; text: string } => {
  const keyId = deps.apiKeyTexts.base62(KEY_ID_LENGTH);
  const text = newText(deps, keyId);
  const now = deps.clock.now();
  const issuedAtSeconds = secondsAt(now);
  const key: ApiKey = {
    ...{ keyId, systemAccountId, name, role, scopes, issuedAtSeconds },
    status: "ACTIVE",
    current: { digest: deps.apiKeyDigests.of(text), issuedBy: userId, issuedAt: now.toISOString() },
    expiresAtSeconds: issuedAtSeconds + validDays * DAY_SECONDS,
    version: 1,
  };
  return { key, text };
};

export const newText = ({ apiKeyPolicy, apiKeyTexts }: IssueApiKeyDeps, keyId: string): string =>
  apiKeyText({ stage: apiKeyPolicy.stage, keyId, secret: apiKeyTexts.base62(KEY_SECRET_LENGTH) });

/** Audit details of an actor's change to a key. */
export const apiKeyFacts = (
  { userId, sub, sessionId, caller, route }: UserActor,
  { keyId, systemAccountId }: Pick<ApiKey, "keyId" | "systemAccountId">,
) => ({ userId, sub, sessionId, keyId, systemAccountId, route, ...caller.facts });
