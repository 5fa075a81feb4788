/** The introspection response: the members of RFC 7662 section 2.2, then the authorizer's context. */
import type { AccessContext } from "../domain/access.js";
import type { Principal } from "../domain/token-rules.js";

export const introspectionBody = (principal: Principal, context: AccessContext) => ({
  active: true,
  token_type: "Bearer",
  sub: principal.sub,
  username: principal.username,
  client_id: principal.clientId,
  scope: context.scopes,
  exp: principal.expiresAtSeconds,
  jti: principal.jti,
  user_id: context.user_id,
  email: context.email,
  account: accountBody(context),
});

const accountBody = ({ system_account_id, visible_account_id, cell_id, role }: AccessContext) =>
  system_account_id === "" ? null : { system_account_id, visible_account_id, cell_id, role };
