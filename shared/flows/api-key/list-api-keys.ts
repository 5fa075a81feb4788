/** Lists the API keys of an account, by page. */
import type { Actor } from "../../domain/actor.js";
import type { ApiKey } from "../../domain/api-key/api-key.js";
import { ADMIN } from "../../domain/role.js";
import type { Ports } from "../../ports/index.js";
import type { Page, PageOf } from "../../ports/page.js";
import { type RoleDeps, requireRole } from "../authorizer/require-role.js";

export type ListApiKeysDeps = RoleDeps & Pick<Ports, "apiKeys">;

/** For Admins. @throws AuthError `role_required`, `forbidden`. */
export const listApiKeys = async (
  deps: ListApiKeysDeps,
  actor: Actor,
  page: PageOf,
): Promise<Page<ApiKey>> => {
  const { actor: user } = await requireRole(deps, actor, ADMIN);
  return deps.apiKeys.list(user.systemAccountId ?? "", page);
};
