/** Fields of the requests and responses about API keys. */
import * as z from "zod/mini";
import {
  type ApiKey,
  apiKeyStatus,
  DEFAULT_KEY_DAYS,
  MOST_KEY_DAYS,
  MOST_OVERLAP_SECONDS,
  oldSecretsEnd,
} from "../domain/api-key/api-key.js";
import { isApiKeyId } from "../domain/api-key/format.js";
import { AuthError } from "../domain/errors.js";
import { DAY_SECONDS, timeText } from "../domain/seconds.js";
import type { Ports } from "../ports/index.js";
import type { HttpRequest } from "./http-endpoint.js";
import { labelField } from "./text-fields.js";

const days = z._default(z.int().check(z.gte(1), z.lte(MOST_KEY_DAYS)), DEFAULT_KEY_DAYS);
const short = z.string().check(z.maxLength(64));

export const issueKeyFields = z.pipe(
  z.strictObject({
    name: labelField,
    role: z.optional(short),
    scopes: z.optional(z.array(short).check(z.maxLength(16))),
    expires_in_days: days,
  }),
  z.transform(({ expires_in_days: validDays, ...wish }) => ({ ...wish, validDays })),
);
export const rotateKeyFields = z.pipe(
  z.strictObject({
    overlap_seconds: z._default(z.int().check(z.gte(0), z.lte(MOST_OVERLAP_SECONDS)), DAY_SECONDS),
    expires_in_days: days,
  }),
  z.transform(({ overlap_seconds: overlapSeconds, expires_in_days: validDays }) => ({
    overlapSeconds,
    validDays,
  })),
);

/** @throws AuthError `not_found` for a malformed id. */
export const keyIdOf = ({ path }: HttpRequest): string => {
  const id = path.key_id ?? "";
  if (!isApiKeyId(id)) throw new AuthError("not_found");
  return id;
};

/** The public fields of a key. They must not include a digest. */
export const apiKeyBody =
  ({ clock }: Pick<Ports, "clock">) =>
  (key: ApiKey) => ({
    key_id: key.keyId,
    name: key.name,
    role: key.role,
    scopes: key.scopes,
    status: apiKeyStatus(key, clock.now()),
    issued_by: key.current.issuedBy,
    issued_at: timeText(key.issuedAtSeconds),
    expires_at: timeText(key.expiresAtSeconds),
    previous_until: timeOrNull(oldSecretsEnd(key)),
    last_used_at: timeOrNull(key.lastUsedAtSeconds),
  });

/** With the text of the key, which no other response contains. */
export const newApiKeyBody =
  (deps: Pick<Ports, "clock">) =>
  ({ key, text }: { readonly key: ApiKey; readonly text: string }) => ({
    key: text,
    ...apiKeyBody(deps)(key),
  });

const timeOrNull = (seconds: number | undefined): string | null =>
  seconds === undefined ? null : timeText(seconds);
