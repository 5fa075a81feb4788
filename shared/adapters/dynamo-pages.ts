/** The rows of one partition whose sort keys begin alike, page by page, strongly consistent. */
import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Page, PageOf } from "../ports/page.js";
import type { Row } from "./dynamo-rows.js";
import { orUnavailable } from "./unavailable.js";

export const pageOfRows = (
  { client, directoryTable }: { readonly client: DynamoDBDocumentClient; readonly directoryTable: string },
  { pk, prefix }: { readonly pk: string; readonly prefix: string },
  { after, limit }: PageOf,
): Promise<Page<Row>> =>
  orUnavailable(async () => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: directoryTable,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
        ConsistentRead: true,
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: { pk, sk: `${prefix}${after}` } }),
      }),
    );
    return { items: Items, next: LastEvaluatedKey && String(LastEvaluatedKey.sk).slice(prefix.length) };
  });

export const mapPage = <From, To>({ items, next }: Page<From>, map: (item: From) => To): Page<To> => ({
  items: items.map(map),
  next,
});
