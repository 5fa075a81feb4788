/**
 * Concurrent UserMigration calls through the Invoke operation of the function host, as Cognito makes them.
 */

import type { StackDescription } from "../local/stack/description.js";
import { lambdaInvoke } from "../packages/local-aws/src/functions/lambda-invoke.js";
import { triggerCases } from "./trigger-cases.js";

const CONCURRENT = 4;
const TRIES = 5;
const LIMIT_MS = 5_000;
/** Every tenth event is delivered twice, concurrently. */
const REPEATED = 10;

/** Migrates the users from `first` to `last`. Returns the number of retries. */
export const migrateAll = async (
  description: StackDescription,
  first: number,
  last: number,
): Promise<number> => {
  const call = caller(description);
  let [next, again] = [first, 0];
  const deliver = async (index: number): Promise<string> => {
    for (let tries = 1; ; tries += 1) {
      const userId = await call(index);
      if (userId !== undefined) return userId;
      if (tries === TRIES) throw new Error(`user ${index} was not migrated`);
      again += 1;
    }
  };
  const worker = async (): Promise<void> => {
    while (next <= last) {
      const index = next;
      next += 1;
      const copies = index % REPEATED === 0 ? 2 : 1;
      const ids = await Promise.all(Array.from({ length: copies }, () => deliver(index)));
      if (new Set(ids).size !== 1) throw new Error(`user ${index} was migrated twice`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  return again;
};

type Answer = { readonly response?: { readonly userAttributes?: Readonly<Record<string, string>> | null } };

/** Returns the user id, or undefined if the function failed. */
const caller = ({ name, urls, pool }: StackDescription): ((index: number) => Promise<string | undefined>) => {
  const invoke = lambdaInvoke(urls.lambda);
  const event = JSON.stringify(
    triggerCases(pool.id).find(({ trigger }) => trigger === "user-migration")?.event,
  );
  return async (index) => {
    const named = JSON.parse(event.replaceAll("{n}", String(index))) as object;
    const { functionError, payload } = await invoke(`${name}-local-arrivalTriggers`, named, LIMIT_MS);
    if (functionError !== undefined) return undefined;
    return (JSON.parse(payload) as Answer).response?.userAttributes?.["custom:user_id"];
  };
};
