/** Blocked sources in the guard table. DynamoDB deletes expired rows days late, so reads compare the time. */

import type { BlockableSource } from "../../../domain/blocked-source.js";
import { secondsAt } from "../../../domain/seconds.js";
import type { BlockedSources } from "../../../ports/blocked-sources.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { commitDocuments } from "../audit/audit-commit.js";
import type { DynamoGuardedStore } from "../challenge/challenges.js";
import { Columns } from "../columns.js";
import { readAll } from "../documents.js";

export const blockRowKey = ({ kind, value }: BlockableSource) => ({ pk: `BLOCKED#${kind}#${value}` });

export const dynamoBlockedSources = (store: DynamoGuardedStore): BlockedSources => ({
  find: (sources) =>
    orUnavailable(async () => {
      // An unread row may be a block, so unprocessed keys are an outage.
      const found = await readAll(store.documents, { [store.guardTable]: sources.map(blockRowKey) });
      const now = secondsAt(store.clock.now());
      const rows = (found[store.guardTable] ?? []).filter(
        (row) => new Columns("guard", row).number("expires_at") > now,
      );
      return sources.find((source) => rows.some(({ pk }) => pk === blockRowKey(source).pk));
    }),
  block: async (source, until, event) => {
    const Item = { ...blockRowKey(source), expires_at: secondsAt(until) };
    await commitDocuments(store, [{ Put: { TableName: store.guardTable, Item } }], event);
  },
  unblock: async (source, event) => {
    await commitDocuments(
      store,
      [{ Delete: { TableName: store.guardTable, Key: blockRowKey(source) } }],
      event,
    );
  },
});
