/** Cognito's answer to a sign-in or refresh, as a session. */
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../../domain/errors.js";
import type { Session } from "../../ports/index.js";

/** Claims are read without verification: the token comes from Cognito itself, over TLS, in this very call. */
export const sessionFrom = (result: AuthenticationResultType | undefined): Session => {
  const { AccessToken, IdToken, RefreshToken, ExpiresIn } = result ?? {};
  if (AccessToken === undefined || IdToken === undefined) throw new AuthError("internal");
  const claims = payloadOf(AccessToken);
  const text = (name: string): string | undefined =>
    typeof claims[name] === "string" ? (claims[name] as string) : undefined;
  const sub = text("sub");
  const jti = text("jti");
  if (sub === undefined || jti === undefined) throw new AuthError("internal");
  return {
    accessToken: AccessToken,
    idToken: IdToken,
    refreshToken: RefreshToken,
    expiresInSeconds: ExpiresIn ?? 0,
    principal: { sub, jti, sessionId: text("origin_jti") ?? jti, userId: text("user_id") },
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
