/** Blocked sources in the guard table. Rows expire; DynamoDB deletes them days late, so reads compare the time. */
import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import type { BlockableSource } from "../domain/blocked-source.js";
import { AuthError } from "../domain/errors.js";
import type { BlockedSources } from "../ports/blocked-sources.js";
import { commit } from "./dynamo-audit-commit.js";
import type { DynamoGuardedStore } from "./dynamo-challenges.js";
import { orUnavailable } from "./unavailable.js";

const keyOf = ({ kind, value }: BlockableSource) => ({ pk: `BLOCKED#${kind}#${value}` });

export const dynamoBlockedSources = (store: DynamoGuardedStore): BlockedSources => ({
  find: (sources) =>
    orUnavailable(async () => {
      const Keys = sources.map(keyOf);
      const { Responses, UnprocessedKeys } = await store.client.send(
        new BatchGetCommand({ RequestItems: { [store.guardTable]: { Keys, ConsistentRead: true } } }),
      );
      // What was not read may be blocked.
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new AuthError("temporarily_unavailable");
      const now = Math.floor(store.clock.now().getTime() / 1000);
      const rows = (Responses?.[store.guardTable] ?? []).filter((row) => Number(row.expires_at) > now);
      return sources.find((source) => rows.some(({ pk }) => pk === keyOf(source).pk));
    }),
  block: async (source, until, event) => {
    const Item = { ...keyOf(source), expires_at: Math.floor(until.getTime() / 1000) };
    await commit(store, [{ Put: { TableName: store.guardTable, Item } }], event);
  },
  unblock: async (source, event) => {
    await commit(store, [{ Delete: { TableName: store.guardTable, Key: keyOf(source) } }], event);
  },
});
