/** The users of the pool in memory, as operator commands reach them. */
import type { PoolUser } from "../domain/pool-user.js";
import type { PoolUsers } from "../ports/operators.js";
import type { MemoryPoolDirectory } from "./pool-directory.js";

export const memoryPoolUsers = (pool: MemoryPoolDirectory): PoolUsers => {
  const all = () => [...pool.users.values()];
  const change = (username: string, to: Partial<PoolUser>): void => {
    const held = pool.users.get(username);
    if (held !== undefined) pool.users.set(username, { ...held, ...to });
  };
  return {
    poolId: async () => "pool",
    all: async function* () {
      yield* all();
    },
    byEmail: async (email) => all().filter((user) => user.email === email),
    bySub: (sub) => pool.bySub("pool", sub),
    // The pool in memory keeps no times.
    unconfirmedSince: async function* () {
      yield* all().filter(({ status }) => status === "UNCONFIRMED");
    },
    disable: async (username) => change(username, { enabled: false }),
    enable: async (username) => change(username, { enabled: true }),
    endSessions: async () => undefined,
    remove: (username) => pool.remove("pool", username),
  };
};
