/** The stores of operator commands in memory, on the rows of memory ports. */
import type { OperatorPorts } from "../ports/operators.js";
import { memoryErasures } from "./erasures.js";
import { memoryMerges } from "./merges.js";
import { memoryPoolUsers } from "./pool-users.js";
import type { MemoryPorts } from "./ports.js";
import { memoryUserRecords } from "./user-records.js";

export const memoryOperatorStores = ({
  permissionStores,
  apiKeys,
  invitations,
  poolDirectory,
}: MemoryPorts): Pick<OperatorPorts, "erasures" | "merges" | "poolUsers" | "users"> => {
  const stores = { ...permissionStores, apiKeys, invitations };
  return {
    users: memoryUserRecords(stores),
    merges: memoryMerges(stores),
    erasures: memoryErasures(stores),
    poolUsers: memoryPoolUsers(poolDirectory),
  };
};
