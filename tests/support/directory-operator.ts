/** The flows of the product behind the steps of operators and of the user pool, on memory ports. */
import { pairsToMerge } from "../../shared/domain/duplicates.js";
import { AuthError } from "../../shared/domain/errors.js";
import { endPoolUser } from "../../shared/flows/endings/end-pool-user.js";
import { eraseUser } from "../../shared/flows/operator/erase-user.js";
import { nameOwner, stepAccount } from "../../shared/flows/operator/manage-accounts.js";
import { mergeDuplicate } from "../../shared/flows/operator/merge-duplicate.js";
import { reconcileUsers } from "../../shared/flows/operator/reconcile-users.js";
import { reinstateUser, suspendUser } from "../../shared/flows/operator/suspend-user.js";
import { memoryOperatorStores } from "../../shared/memory/operators.js";
import type { MemoryPorts } from "../../shared/memory/ports.js";
import { addressOf, type OperatorStep, TWINS } from "./directory-steps.js";

/** Returns a function that does a step. @throws AuthError also for an outcome without effect. */
export const directoryOperator = (memory: MemoryPorts): ((step: OperatorStep) => Promise<void>) => {
  const ports = { ...memory, ...memoryOperatorStores(memory), operator: "ops" };
  const reason = "step";
  const subOf = (who: string) => `sub-${who}`;

  const changePool = async ({
    kind,
    who,
    reported,
  }: Extract<OperatorStep, { kind: `pool${string}` }>): Promise<void> => {
    const { poolUsers } = ports;
    const user = await poolUsers.bySub(subOf(who));
    if (user === undefined) throw new AuthError("not_found");
    if (kind === "poolDelete") await poolUsers.remove(user.username);
    if (kind === "poolDisable") await poolUsers.disable(user.username);
    if (kind === "poolEnable") await poolUsers.enable(user.username);
    if (reported) await endPoolUser(memory, subOf(who));
  };
  const merge = async (): Promise<string> => {
    const email = addressOf(TWINS.kept);
    const [pair] = pairsToMerge({ poolUsers: await ports.poolUsers.byEmail(email) }).pairs;
    return pair === undefined ? "refused" : (await mergeDuplicate(ports, email, pair)).kind;
  };
  const erase = async (userId: string): Promise<string> => {
    const { kind } = await eraseUser(ports, { userId, reason });
    return kind === "merged" ? "refused" : kind;
  };
  const outcomeOf = async (step: OperatorStep): Promise<string | undefined> => {
    switch (step.kind) {
      case "nameOwner": {
        const outcome = await nameOwner(ports, { systemAccountId: step.account, userId: step.who, reason });
        return outcome === "unchanged" ? "changed" : outcome;
      }
      case "reopen":
        return stepAccount(ports, { systemAccountId: step.account, step: "reopen", reason });
      case "suspendUser": {
        // Again, it completes an interrupted run.
        const outcome = await suspendUser(ports, { userId: step.who, reason });
        return outcome === "unchanged" ? "changed" : outcome;
      }
      case "reinstateUser":
        return reinstateUser(ports, { userId: step.who, reason });
      case "erase":
        return erase(step.who);
      case "poolDelete":
      case "poolDisable":
      case "poolEnable":
        return void (await changePool(step));
      case "reconcile":
        return void (await reconcileUsers(ports, { dryRun: false, goOn: true }));
      case "merge":
        return merge();
    }
  };
  return async (step) => {
    const outcome = await outcomeOf(step);
    if (outcome === "refused" || outcome === "unchanged" || outcome === "unknown")
      throw new AuthError("conflict");
  };
};
