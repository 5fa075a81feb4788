/**
 * API keys of an account, for its Admins. Only the response to issuing or rotating a key contains the secret.
 */
import * as z from "zod/mini";
import {
  type ApiKey,
  DAY_SECONDS,
  DEFAULT_KEY_DAYS,
  MOST_KEY_DAYS,
  MOST_OVERLAP_SECONDS,
} from "../../shared/domain/api-key/api-key.js";
import { isApiKeyId } from "../../shared/domain/api-key/format.js";
import { AuthError } from "../../shared/domain/errors.js";
import { type ActorDeps, actorOfRequest } from "../../shared/edge/actor-of-request.js";
import {
  type HttpDeps,
  type HttpRequest,
  type HttpResponse,
  httpFunction,
  withBody,
  withoutBody,
} from "../../shared/edge/http-endpoint.js";
import { cursorAfter, type PageDeps, pageOfRequest } from "../../shared/edge/page-of-request.js";
import { type IssueApiKeyDeps, issueApiKey } from "../../shared/flows/api-key/issue-api-key.js";
import { type ListApiKeysDeps, listApiKeys } from "../../shared/flows/api-key/list-api-keys.js";
import { type RevokeApiKeyDeps, revokeApiKey } from "../../shared/flows/api-key/revoke-api-key.js";
import { rotateApiKey } from "../../shared/flows/api-key/rotate-api-key.js";
import { apiKeyPorts, httpPorts, wired } from "../../shared/wiring/index.js";

type Deps = HttpDeps & ActorDeps & PageDeps & ListApiKeysDeps & IssueApiKeyDeps & RevokeApiKeyDeps;

const days = z._default(z.int().check(z.gte(1), z.lte(MOST_KEY_DAYS)), DEFAULT_KEY_DAYS);
const short = z.string().check(z.maxLength(64));
const issueBody = z.strictObject({
  name: short,
  role: z.optional(short),
  scopes: z.optional(z.array(short).check(z.maxLength(16))),
  expires_in_days: days,
});
const rotateBody = z.strictObject({
  overlap_seconds: z._default(z.int().check(z.gte(0), z.lte(MOST_OVERLAP_SECONDS)), DAY_SECONDS),
  expires_in_days: days,
});

export const accountKeys = (deps: Deps) =>
  httpFunction(deps, {
    "GET /api/accounts/{account_id}/keys": withoutBody((request) => list(deps, request)),
    "POST /api/accounts/{account_id}/keys": withBody(issueBody, (body, request) =>
      issue(deps, body, request),
    ),
    "POST /api/accounts/{account_id}/keys/{key_id}/rotate": withBody(rotateBody, (body, request) =>
      rotate(deps, body, request),
    ),
    "DELETE /api/accounts/{account_id}/keys/{key_id}": withoutBody((request) => revoke(deps, request)),
  });

const list = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const name = `keys of ${actor.systemAccountId}`;
  const page = await listApiKeys(deps, actor, await pageOfRequest(deps, request, name));
  const items = page.items.map((key) => keyBody(key, deps.clock.now()));
  return { status: 200, body: { items, cursor: await cursorAfter(deps, name, page) } };
};

const issue = async (
  deps: Deps,
  body: z.infer<typeof issueBody>,
  request: HttpRequest,
): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const { name, scopes, expires_in_days: validDays } = body;
  const role = body.role ?? deps.roles.at(-1)?.role ?? "";
  const { key, text } = await issueApiKey(deps, actor, { name, role, scopes, validDays });
  return { status: 201, body: { key: text, ...keyBody(key, deps.clock.now()) } };
};

const rotate = async (
  deps: Deps,
  body: z.infer<typeof rotateBody>,
  request: HttpRequest,
): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  const wish = { overlapSeconds: body.overlap_seconds, validDays: body.expires_in_days };
  const { key, text } = await rotateApiKey(deps, actor, { keyId: keyIdOf(request), ...wish });
  return { status: 200, body: { key: text, ...keyBody(key, deps.clock.now()) } };
};

const revoke = async (deps: Deps, request: HttpRequest): Promise<HttpResponse> => {
  const actor = await actorOfRequest(deps, request);
  await revokeApiKey(deps, actor, keyIdOf(request));
  return { status: 204 };
};

const keyIdOf = ({ path }: HttpRequest): string => {
  const id = path.key_id ?? "";
  if (!isApiKeyId(id)) throw new AuthError("not_found");
  return id;
};

const time = (seconds: number | undefined): string | null =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();

/** The public fields of a key. They must not include a digest. */
const keyBody = (key: ApiKey, now: Date) => ({
  key_id: key.keyId,
  name: key.name,
  role: key.role,
  scopes: key.scopes,
  status: key.status === "ACTIVE" && key.expiresAtSeconds <= now.getTime() / 1000 ? "EXPIRED" : key.status,
  issued_by: key.current.issuedBy,
  issued_at: time(key.issuedAtSeconds),
  expires_at: time(key.expiresAtSeconds),
  previous_until: time(key.previous?.untilSeconds),
  last_used_at: time(key.lastUsedAtSeconds),
});

export const handler = wired(accountKeys, { ...httpPorts, ...apiKeyPorts });
