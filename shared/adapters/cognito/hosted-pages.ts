/**
 * The pool's own pages: authorization code with PKCE (RFC 7636), as a confidential client.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
import { createHash } from "node:crypto";
import { AuthError } from "../../domain/errors.js";
import { isRecord } from "../../domain/record.js";
import { issuerOf } from "../../domain/token-issuer.js";
import type { Clock } from "../../ports/index.js";
import type { HostedPages } from "../../ports/redirects.js";
import { orUnavailable } from "../aws/unavailable.js";
import type { HttpClient } from "../http/http-client.js";
import type { ClientSecret } from "./client-secret.js";
import { sessionFrom } from "./session.js";

type Store = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly clientId: string;
  readonly secret: ClientSecret;
  readonly userPoolId: string;
  /** The hosts of the issuers of the pool's tokens. */
  readonly issuers: readonly string[];
  /** The URL of the pool's domain, without a slash at its end. Undefined if it has none. */
  readonly domain: string | undefined;
};

const SCOPES = "openid email profile aws.cognito.signin.user.admin";
const TIMEOUT_MS = 20_000; // the pool runs PreTokenGeneration before it answers
const MAX_BYTES = 64 * 1024;

export const cognitoHostedPages = (store: Store): HostedPages => {
  const at = (path: string, query: Readonly<Record<string, string | undefined>>): string | undefined => {
    if (store.domain === undefined) return undefined;
    const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return `${store.domain}${path}?${new URLSearchParams(given)}`;
  };
  return {
    authorizeUrl: ({ redirectUri, state, nonce, verifier, provider, loginHint }) =>
      at("/oauth2/authorize", {
        client_id: store.clientId,
        response_type: "code",
        scope: SCOPES,
        redirect_uri: redirectUri,
        ...{ state, nonce },
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
        identity_provider: provider,
        login_hint: loginHint,
      }),
    logoutUrl: (returnTo) => at("/logout", { client_id: store.clientId, logout_uri: returnTo }),
    redeem: async ({ code, redirectUri, verifier, nonce }) => {
      const result = await tokensFor(store, { code, redirectUri, verifier });
      if (result === undefined) return { kind: "refused" };
      const session = sessionFrom(result);
      return isAnswerTo(store, session.idToken, nonce) ? { kind: "session", session } : { kind: "refused" };
    },
  };
};

const tokensFor = (
  { domain, http, secret, clientId }: Store,
  { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string },
) =>
  orUnavailable(async () => {
    const basic = Buffer.from(`${clientId}:${await secret.reveal()}`).toString("base64");
    const answer = await http({
      method: "POST",
      address: new URL(`${domain}/oauth2/token`),
      headers: {
        authorization: `Basic ${basic}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: clientId,
        ...{ code, redirect_uri: redirectUri, code_verifier: verifier },
      }).toString(),
      ...{ timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES },
    });
    if (answer.kind !== "response") throw new AuthError("internal");
    const body: unknown = JSON.parse(answer.body);
    if (!isRecord(body)) throw new AuthError("internal");
    // RFC 6749 section 5.2. Every other error is one of ours or of the pool.
    if (answer.status === 400 && body.error === "invalid_grant") return undefined;
    if (answer.status !== 200) throw new AuthError("temporarily_unavailable");
    const text = (name: string) => (typeof body[name] === "string" ? (body[name] as string) : undefined);
    return {
      AccessToken: text("access_token"),
      IdToken: text("id_token"),
      RefreshToken: text("refresh_token"),
      ExpiresIn: Number(body.expires_in ?? 0),
    };
  });

/** OpenID Connect Core 1.0 section 3.1.3.7. The token comes from the pool over TLS, so its signature is not checked. */
const isAnswerTo = (
  { userPoolId, clientId, issuers, clock }: Store,
  idToken: string,
  nonce: string,
): boolean => {
  const payload = Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8");
  const { aud, iss, exp, nonce: sent, token_use: use } = JSON.parse(payload) as Record<string, unknown>;
  const isOfPool = issuers.some((host) => iss === issuerOf(userPoolId, host));
  const isOurs = aud === clientId && isOfPool && use === "id";
  return isOurs && sent === nonce && Number(exp) * 1000 > clock.now().getTime();
};
