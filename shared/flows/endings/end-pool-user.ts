/**
 * A user of the pool was reported as deleted or disabled. Ends the user in the directory, unless another pool user of
 * them is enabled: then only the access tokens of the reported one end.
 */
import type { Ports } from "../../ports/index.js";
import { type Followed, type FollowPoolDeps, followPool } from "./follow-pool.js";

export type EndPoolUserDeps = Omit<FollowPoolDeps, "directory" | "operator"> & Pick<Ports, "directory">;

export const endPoolUser = async (deps: EndPoolUserDeps, sub: string): Promise<Followed> => {
  const userId = await deps.directory.userIdBySub(sub);
  if (userId === undefined) return { kind: "unknown" };
  const followed = await followPool(deps, userId);
  const isEnabled = (await deps.poolPresence.bySub(sub))?.enabled === true;
  if (followed.kind === "kept" && !isEnabled) await deps.sessions.endAllOf(sub);
  return followed;
};
