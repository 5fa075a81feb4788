/** Serves the GET addresses: public keys, metadata, and the local pages for developers and tests. */
import type { Outbox } from "../messages/outbox.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import { jwks } from "../tokens/pool-keys.js";
import type { InvocationLog } from "../triggers/invocation-log.js";
import { poolsDocument } from "./pools-document.js";

export interface DocumentSources {
  readonly services: Services;
  readonly invocations: InvocationLog;
  /** Absent if messages are delivered elsewhere. */
  readonly outbox: Outbox | undefined;
  /** Milliseconds since the epoch. Lets clients detect a restart of the service. */
  readonly startedAt: number;
}

/** Returns undefined if the path is unknown. */
export function documentAt(
  url: URL,
  { services, invocations, outbox, startedAt }: DocumentSources,
): object | undefined {
  if (url.pathname === "/_local/invocations") {
    return { invocations: invocations.after(Number(url.searchParams.get("after") ?? 0) || 0) };
  }
  if (url.pathname === "/_local/pools") return { startedAt, pools: poolsDocument(services.store) };
  if (url.pathname === "/_local/faults") return services.faults.waiting();
  if (url.pathname === "/_local/messages") {
    return { messages: outbox?.list(url.searchParams.get("to")) ?? null };
  }
  if (url.pathname === "/_local/imports") {
    return { log: services.uploads.logOf(url.searchParams.get("job") ?? "") };
  }
  const [, poolId = "", document] = /^\/([\w-]+)\/\.well-known\/([\w.-]+)$/.exec(url.pathname) ?? [];
  const pool = services.store.find(poolId);
  if (!pool) return undefined;
  if (document === "jwks.json") return jwks(pool.keys);
  return document === "openid-configuration" ? openidConfiguration(pool, url.origin) : undefined;
}

/**
 * Lists only the endpoints that this server has. Endpoints have local addresses; the issuer is Amazon
 * Cognito's.
 */
const openidConfiguration = (pool: Pool, origin: string) => ({
  issuer: pool.issuer,
  jwks_uri: `${origin}/${pool.id}/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ["RS256"],
  subject_types_supported: ["public"],
  authorization_endpoint: `${origin}/${pool.id}/oauth2/authorize`,
  token_endpoint: `${origin}/${pool.id}/oauth2/token`,
  userinfo_endpoint: `${origin}/${pool.id}/oauth2/userInfo`,
  revocation_endpoint: `${origin}/${pool.id}/oauth2/revoke`,
  end_session_endpoint: `${origin}/${pool.id}/logout`,
  response_types_supported: ["code", "token"],
  grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  scopes_supported: ["openid", "email", "phone", "profile"],
});
