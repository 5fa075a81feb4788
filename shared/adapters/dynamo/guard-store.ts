/**
 * Shared functions of the stores in the guard table. DynamoDB deletes expired rows days late, so every read
 * compares the time.
 */

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { secondsAt } from "../../domain/seconds.js";
import type { Clock, Logger, Metrics } from "../../ports/index.js";
import type { Documents } from "./documents.js";

export type GuardStore = {
  readonly documents: Documents;
  readonly guardTable: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

export const secondsOf = (clock: Clock): number => secondsAt(clock.now());

/** Returns true if the condition held and the row was written. */
export const writes = (store: GuardStore, input: Omit<UpdateCommandInput, "TableName">): Promise<boolean> =>
  store.documents.update({ TableName: store.guardTable, ...input });

/** For writes that nothing depends on: a failure is only logged. */
export const quietly = async (store: GuardStore, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    store.logger.log("warn", "guard table not written", {
      errorName: error instanceof Error ? error.name : "unknown",
    });
  }
};
