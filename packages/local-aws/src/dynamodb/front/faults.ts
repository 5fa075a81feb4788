/** Injected faults of DynamoDB calls. Each fault happens a limited number of times. */
import { z } from "zod";
import { FaultList, matchesName } from "../../faults/fault-list.js";
import type { FaultSet } from "../../faults/faults-endpoint.js";
import { readAs } from "../../read-as.js";
import type { ApiCall } from "./api-call.js";
import { canConflict } from "./conflicts.js";

const calls = {
  operation: z.string().min(1).default("*"),
  /** Affects calls that name this table, also among others. */
  table: z.string().min(1).default("*"),
  times: z.int().min(1).max(1_000_000).default(1),
  /** How many matching calls pass before the first one is affected. */
  after: z.int().min(0).max(1_000_000).default(0),
};
/** With `ran`, the call runs and its answer is affected. */
const ran = z.boolean().default(false);

const fault = z.discriminatedUnion("fault", [
  /** A write or a transaction conflicts with another transaction. Other calls are not affected. */
  z.strictObject({ fault: z.literal("transaction-conflict"), ...calls }),
  /** ProvisionedThroughputExceededException, or this reason of a cancelled transaction. */
  z.strictObject({ fault: z.literal("throttled"), ...calls }),
  /** The call runs late. With `ran`, it runs at once and its answer is late. */
  z.strictObject({ fault: z.literal("stalled"), ...calls, delayMs: z.int().min(0).max(600_000), ran }),
  /** The connection is closed without an answer. */
  z.strictObject({ fault: z.literal("connection-cut"), ...calls, ran }),
]);

const faultList = z.array(fault).max(100);

export type DynamoDbFault = z.output<typeof fault>;
export type DynamoDbFaultInput = z.input<typeof fault>;

/** @throws LocalAwsError that names the positions in the list */
export const readFaults = (json: unknown): readonly DynamoDbFault[] => readAs(faultList, json, "the list");

export class Faults implements FaultSet {
  readonly #list = new FaultList<DynamoDbFault>();

  replace(faults: unknown): void {
    this.#list.replace(readFaults(faults));
  }

  waiting(): { readonly faults: readonly DynamoDbFault[] } {
    return { faults: this.#list.planned().filter(({ times }) => times > 0) };
  }

  take(call: ApiCall): DynamoDbFault | undefined {
    return this.#list.take((each): each is DynamoDbFault => affects(each, call));
  }
}

const affects = ({ fault, operation, table }: DynamoDbFault, call: ApiCall): boolean =>
  matchesName(operation, call.operation) &&
  (table === "*" || call.tables.includes(table)) &&
  (fault !== "transaction-conflict" || canConflict(call));
