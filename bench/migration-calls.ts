/** UserMigration by the Invoke operation of the function host, as Cognito calls it, several at a time. */

import type { StackDescription } from "../local/stack/description.js";
import { lambdaInvoke } from "../packages/local-aws/src/functions/lambda-invoke.js";
import { triggerCases } from "./trigger-cases.js";

const CONCURRENT = 4;
const TRIES = 5;
const LIMIT_MS = 5_000;
/** Every tenth delivery comes twice, at once. */
const REPEATED = 10;

/** Migrates the people from `first` to `last`; answers how often a call was told to try again. */
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
      if (tries === TRIES) throw new Error(`person ${index} was not migrated`);
      again += 1;
    }
  };
  const worker = async (): Promise<void> => {
    while (next <= last) {
      const index = next;
      next += 1;
      const copies = index % REPEATED === 0 ? 2 : 1;
      const ids = await Promise.all(Array.from({ length: copies }, () => deliver(index)));
      if (new Set(ids).size !== 1) throw new Error(`person ${index} became two`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  return again;
};

type Answer = { readonly response?: { readonly userAttributes?: Readonly<Record<string, string>> | null } };

/** Answers the user id, or nothing when the function failed. */
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
