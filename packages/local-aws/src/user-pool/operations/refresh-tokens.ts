/** GetTokensFromRefreshToken and RevokeToken. */
import { z } from "zod";
import { refresh, refreshHolder } from "../auth/refresh.js";
import { endParent } from "../auth/sso-sessions.js";
import { CognitoError } from "../errors.js";
import { checkRawSecret } from "../rules/client-secret.js";
import { openRefreshToken } from "../tokens/refresh-token.js";
import { clientId, metadata } from "./fields.js";
import { operation } from "./operation.js";

const refreshInput = z.object({
  ClientId: clientId,
  ClientSecret: z.string().min(1).max(64).optional(),
  RefreshToken: z.string().min(1),
  DeviceKey: z.string().min(1).max(55).optional(),
  ClientMetadata: metadata,
});

/** Its documented trigger source is that of a sign-in, unlike REFRESH_TOKEN_AUTH's. */
export const getTokensFromRefreshToken = operation(
  "GetTokensFromRefreshToken",
  "public",
  refreshInput,
  async (services, request) => {
    const { ClientId, ClientSecret, RefreshToken: token, ClientMetadata: clientMetadata } = request;
    const { pool, client } = services.store.client(ClientId);
    checkRawSecret(client, ClientSecret);
    const holder = refreshHolder(services, pool, client, token, request.DeviceKey);
    const wanted = { pool, client, token, cause: "Authentication", clientMetadata } as const;
    return { AuthenticationResult: await refresh(services, holder, wanted) };
  },
);

const revokeInput = z.object({
  ClientId: clientId,
  ClientSecret: z.string().min(1).max(64).optional(),
  Token: z.string().min(1),
  RevokeAssociatedSessions: z.enum(["NONE", "LINKED"]).default("NONE"),
});

/** Ends the session of a refresh token. A repeated call succeeds without effect (RFC 7009 2.2). */
export const revokeToken = operation(
  "RevokeToken",
  "public",
  revokeInput,
  (services, { ClientId, ClientSecret, Token, RevokeAssociatedSessions }) => {
    const { pool, client } = services.store.client(ClientId);
    checkRawSecret(client, ClientSecret, "UnauthorizedException");
    if (!client.settings.EnableTokenRevocation) {
      throw new CognitoError(
        "UnsupportedOperationException",
        "Token revocation is not enabled for this client.",
      );
    }
    if (Token.split(".").length === 3) {
      throw new CognitoError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.");
    }
    const grant = openRefreshToken(pool.keys.secret, Token);
    if (!grant || grant.clientId !== client.id) {
      throw new CognitoError("UnauthorizedException", "Invalid Refresh Token");
    }
    const session = pool.sessions.find(grant.sessionId);
    if (!session) return {};
    if (RevokeAssociatedSessions === "LINKED") endParent(services, pool, session);
    pool.sessions.revoke(session);
    return {};
  },
);
