/** Finds a client by its name or id. */
import type { PoolStore } from "./pool-store.js";

/** Throws if there is none. */
export function namedClient(store: PoolStore, poolId: string, nameOrId: string) {
  const { clients } = store.pool(poolId);
  const found = clients.get(nameOrId) ?? [...clients.values()].find(({ name }) => name === nameOrId);
  if (!found) throw new Error(`User pool ${poolId} has no client "${nameOrId}"`);
  const { id, name, secret } = found;
  return { id, name, ...(secret !== undefined && { secret }) };
}
