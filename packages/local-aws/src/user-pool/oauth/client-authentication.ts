/**
 * Authenticates the client: HTTP Basic, or `client_id` and `client_secret` in the body, never both (RFC 6749,
 * 2.3.1).
 */
import { checkRawSecret } from "../rules/client-secret.js";
import type { PoolClient } from "../store/pool.js";
import type { OAuthRequest } from "./exchange.js";
import { OAuthError } from "./oauth-error.js";

/** Throws invalid_client if the client is unknown, or its secret is wrong, missing or not expected. */
export function authenticatedClient(request: OAuthRequest): PoolClient {
  const { id, secret } = credentials(request);
  const client = request.pool.clients.get(id);
  if (!client) throw refused();
  try {
    checkRawSecret(client, secret);
  } catch (cause) {
    throw refused({ cause });
  }
  return client;
}

const refused = (options?: ErrorOptions) =>
  new OAuthError("invalid_client", "Client authentication failed.", options);

function credentials({ headers, form }: OAuthRequest): { id: string; secret: string | undefined } {
  const named = form.get("client_id");
  const posted = form.get("client_secret") ?? undefined;
  const { authorization } = headers;
  if (authorization === undefined) {
    if (named === null) throw new OAuthError("invalid_request", "client_id is missing.");
    return { id: named, secret: posted };
  }
  const basic = basicCredentials(authorization);
  if (posted !== undefined || (named !== null && named !== basic.id)) {
    throw new OAuthError("invalid_request", "The client is authenticated in two ways.");
  }
  return basic;
}

function basicCredentials(authorization: string): { id: string; secret: string } {
  const [, encoded = ""] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) throw refused();
  return { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (cause) {
    throw refused({ cause });
  }
}
