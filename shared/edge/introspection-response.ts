/** The introspection response: the members of RFC 7662 section 2.2, then the authorizer's context. */
import type { AccessContext } from "../domain/access.js";
import type { Principal } from "../domain/token-rules.js";

type Active = {
  readonly context: AccessContext;
  readonly expiresAtSeconds: number;
  readonly token?: Pick<Principal, "clientId" | "jti">;
};

export const introspectionBody = ({ context, expiresAtSeconds, token }: Active) => ({
  active: true,
  ...(token !== undefined && { token_type: "Bearer", client_id: token.clientId, jti: token.jti }),
  sub: context.sub,
  username: context.username,
  scope: context.scopes,
  exp: expiresAtSeconds,
  user_id: context.user_id,
  email: context.email,
  account: accountBody(context),
});

const accountBody = ({ system_account_id, visible_account_id, cell_id, role }: AccessContext) =>
  system_account_id === "" ? null : { system_account_id, visible_account_id, cell_id, role };
