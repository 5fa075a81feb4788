/** API keys in the directory table: the reads and writes of a request that is authorized by a key. */

import { LAST_USED_PERIOD_SECONDS } from "../../../domain/api-key/api-key.js";
import { secondsAt } from "../../../domain/seconds.js";
import type { ApiKeyReader } from "../../../ports/api-keys.js";
import type { Clock } from "../../../ports/index.js";
import { orUnavailable } from "../../aws/unavailable.js";
import type { Documents } from "../documents.js";
import { apiKeyFrom, apiKeyRowKey } from "./api-key-rows.js";

export const dynamoApiKeyReader = ({
  documents,
  directoryTable: table,
  clock,
}: {
  readonly documents: Documents;
  readonly directoryTable: string;
  readonly clock: Clock;
}): ApiKeyReader => ({
  find: async (keyId) => {
    const row = await orUnavailable(() => documents.get(table, apiKeyRowKey(keyId)));
    return row && apiKeyFrom(row);
  },
  used: async (keyId) => {
    const now = secondsAt(clock.now());
    const note = {
      TableName: table,
      Key: apiKeyRowKey(keyId),
      UpdateExpression: "SET last_used_at = :now",
      // One of several concurrent requests writes. A deleted key is not created again.
      ConditionExpression:
        "attribute_exists(pk) AND (attribute_not_exists(last_used_at) OR last_used_at <= :due)",
      ExpressionAttributeValues: { ":now": now, ":due": now - LAST_USED_PERIOD_SECONDS },
    };
    await documents.update(note).catch(() => false);
  },
});
