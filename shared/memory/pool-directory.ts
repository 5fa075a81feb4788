/** Users of the pool by their `sub`, in memory. */
import { AuthError } from "../domain/errors.js";
import type { PoolUser } from "../domain/pool-user.js";
import type { PoolAttributes, PoolDirectory } from "../ports/index.js";

export type MemoryPoolDirectory = PoolDirectory &
  PoolAttributes & {
    /** By user name. */
    readonly users: Map<string, PoolUser>;
    /** While true, every call fails. */
    broken: boolean;
  };

export const memoryPoolDirectory = (seed: readonly PoolUser[] = []): MemoryPoolDirectory => {
  const within = async <T>(work: () => T): Promise<T> => {
    if (port.broken) throw new AuthError("temporarily_unavailable");
    return work();
  };
  const userNamed = (username: string): PoolUser => {
    const user = port.users.get(username);
    if (user === undefined) throw new AuthError("temporarily_unavailable");
    return user;
  };
  const port: MemoryPoolDirectory = {
    users: new Map(seed.map((user) => [user.username, user])),
    broken: false,
    bySub: (_, sub) => within(() => [...port.users.values()].find((user) => user.sub === sub)),
    remove: (_, username) => within(() => void port.users.delete(username)),
    link: (_, username, identity) =>
      within(() => {
        const user = userNamed(username);
        const others = user.identities.filter(({ provider }) => provider !== identity.provider);
        port.users.set(username, { ...user, identities: [...others, identity] });
      }),
    setLegacyId: (_, username, legacyId) =>
      within(() => void port.users.set(username, { ...userNamed(username), legacyId })),
  };
  return port;
};
