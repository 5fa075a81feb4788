/**
 * Transaction conflicts by the rules of DynamoDB. The engine cannot show them, because it runs one call after the
 * other.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 *
 * - A transaction, or a single write, conflicts with a TransactWriteItems in progress that has the same item.
 * - TransactGetItems also conflicts with a single write in progress. Other reads do not conflict.
 *
 * Whether two ConditionChecks of one item conflict is not documented. Here they do.
 */
import type { ApiCall } from "./api-call.js";

type Running = {
  readonly keys: ReadonlySet<string>;
  readonly transaction: boolean;
  readonly token: string | undefined;
};

const SINGLE_WRITES: ReadonlySet<string> = new Set(["PutItem", "UpdateItem", "DeleteItem"]);
const WRITES: ReadonlySet<string> = new Set([...SINGLE_WRITES, "BatchWriteItem", "TransactWriteItems"]);

export const isTransaction = ({ operation }: Pick<ApiCall, "operation">): boolean =>
  operation === "TransactWriteItems" || operation === "TransactGetItems";

export const canConflict = (call: Pick<ApiCall, "operation">): boolean =>
  isTransaction(call) || SINGLE_WRITES.has(call.operation);

export class Conflicts {
  readonly #running = new Set<Running>();

  /**
   * Starts the call, unless it conflicts: then returns the positions of the items in conflict.
   * @param keys of the items of the call, in its order
   */
  enter(call: ApiCall, keys: readonly (string | undefined)[]): { end(): void } | readonly number[] {
    const conflicts = canConflict(call) ? this.#positions(call, keys) : [];
    if (conflicts.length > 0) return conflicts;
    if (!WRITES.has(call.operation)) return { end: () => {} };
    const known = keys.filter((key) => key !== undefined);
    const { token } = call;
    const running = { keys: new Set(known), transaction: call.operation === "TransactWriteItems", token };
    this.#running.add(running);
    return { end: () => this.#running.delete(running) };
  }

  #positions({ operation, token }: ApiCall, keys: readonly (string | undefined)[]): number[] {
    const reads = operation === "TransactGetItems";
    const others = [...this.#running].filter(
      (each) => (each.transaction || reads) && !(token !== undefined && each.token === token),
    );
    return keys.flatMap((key, position) =>
      key !== undefined && others.some((each) => each.keys.has(key)) ? position : [],
    );
  }
}
