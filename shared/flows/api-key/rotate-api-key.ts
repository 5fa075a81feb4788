/**
 * Gives a key a new secret. The old secret stays valid for an overlap, so that clients can be updated one by
 * one. So do older secrets, until the end that was promised for them. The user who rotates a key becomes the
 * issuer of the new secret.
 */

import type { Actor } from "../../domain/actor.js";
import {
  type ApiKey,
  apiKeyStatus,
  isOldSecret,
  keptSecrets,
  MOST_OLD_SECRETS,
  overlapEnd,
} from "../../domain/api-key/api-key.js";
import { apiKeySubject, auditEvent } from "../../domain/audit/audit-event.js";
import { AuthError } from "../../domain/errors.js";
import { ADMIN } from "../../domain/role.js";
import { DAY_SECONDS, secondsAt, timeText } from "../../domain/seconds.js";
import { requireRole } from "../authorizer/require-role.js";
import { spendStepUp } from "../challenge/step-up.js";
import {
  apiKeyFacts,
  type IssueApiKeyDeps,
  KEYS_PURPOSE,
  type KeyAttempt,
  newText,
} from "./issue-api-key.js";

export type RotationWish = {
  readonly keyId: string;
  readonly overlapSeconds: number;
  readonly validDays: number;
};

/**
 * For Admins, after a step-up. A repeated attempt returns the secret that an earlier one made, while it is current.
 *
 * @throws AuthError as `issueApiKey`; `not_found` unless the key is an ACTIVE key of the account that has not
 * expired, `conflict` if it was rotated at the same time, or if too many old secrets are still valid.
 */
export const rotateApiKey = async (
  deps: IssueApiKeyDeps,
  actor: Actor,
  wish: RotationWish,
  { act, repeated }: KeyAttempt,
): Promise<{ key: ApiKey; text: string }> => {
  const { actor: user, standing } = await requireRole(deps, actor, ADMIN);
  const { systemAccountId } = standing.account;
  const { keyId, overlapSeconds, validDays } = wish;
  const now = deps.clock.now();
  const key = await deps.apiKeys.find(keyId);
  if (!key || key.systemAccountId !== systemAccountId || apiKeyStatus(key, now) !== "ACTIVE")
    throw new AuthError("not_found");
  const text = newText(deps, keyId);
  const next = { digest: deps.apiKeyDigests.of(text), issuedBy: user.userId, issuedAt: now.toISOString() };
  if (repeated && key.current.digest === next.digest) return { key, text };
  if (repeated && isOldSecret(key, next.digest)) throw new AuthError("conflict");
  const earlier = keptSecrets(key, overlapSeconds, now);
  if (earlier.length >= MOST_OLD_SECRETS) throw new AuthError("conflict");
  await spendStepUp(deps, { principal: user, purpose: KEYS_PURPOSE, systemAccountId, act });
  const previousUntilSeconds = overlapEnd(key, overlapSeconds, now);
  const expiresAtSeconds = secondsAt(now) + validDays * DAY_SECONDS;
  const version = key.version + 1;
  const outcome = await deps.apiKeys.rotate(
    { key, next, previousUntilSeconds, earlier, expiresAtSeconds },
    auditEvent("apikey.rotated", {
      subject: apiKeySubject(keyId),
      key: `${keyId}/${version}`,
      at: now,
      details: { ...apiKeyFacts(user, key), reason: `old until ${timeText(previousUntilSeconds)}` },
    }),
  );
  if (outcome === "refused") {
    const meanwhile = repeated ? await deps.apiKeys.find(keyId) : undefined;
    if (meanwhile?.current.digest === next.digest) return { key: meanwhile, text };
    throw new AuthError("conflict");
  }
  const previous = { ...key.current, untilSeconds: previousUntilSeconds };
  return { key: { ...key, current: next, previous, earlier, expiresAtSeconds, version }, text };
};
