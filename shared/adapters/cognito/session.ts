/** Converts Cognito's response to a sign-in or a refresh to a session. */
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../../domain/errors.js";
import type { Session } from "../../ports/index.js";

/** Reads the claims without verification: the token comes directly from Cognito over TLS. */
export const sessionFrom = (result: AuthenticationResultType | undefined): Session => {
  const { AccessToken, IdToken, RefreshToken, ExpiresIn } = result ?? {};
  if (AccessToken === undefined || IdToken === undefined) throw new AuthError("internal");
  const claims = payloadOf(AccessToken);
  const text = (name: string): string | undefined =>
    typeof claims[name] === "string" ? (claims[name] as string) : undefined;
  const [sub, jti, username] = [text("sub"), text("jti"), text("username")];
  const { auth_time: authenticatedAtSeconds = claims.iat } = claims;
  if (sub === undefined || jti === undefined || username === undefined) throw new AuthError("internal");
  if (typeof authenticatedAtSeconds !== "number") throw new AuthError("internal");
  const activeAccountId = text("system_account_id");
  const { email } = payloadOf(IdToken);
  return {
    accessToken: AccessToken,
    idToken: IdToken,
    refreshToken: RefreshToken,
    expiresInSeconds: ExpiresIn ?? 0,
    principal: {
      ...{ sub, username, jti, authenticatedAtSeconds, activeAccountId },
      sessionId: text("origin_jti") ?? jti,
      userId: text("user_id"),
      scopes: text("scope")?.split(" ") ?? [],
    },
    facts: {
      email: typeof email === "string" ? email : "",
      account:
        activeAccountId === undefined
          ? undefined
          : {
              systemAccountId: activeAccountId,
              visibleAccountId: text("visible_account_id") ?? "",
              cellId: text("cell_id") ?? "",
              role: text("role") ?? "",
            },
    },
  };
};

const payloadOf = (token: string): Record<string, unknown> => {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as Record<
      string,
      unknown
    >;
  } catch (error) {
    throw new AuthError("internal", { cause: error });
  }
};
