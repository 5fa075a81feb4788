/** Pages of a partition's rows with a common sort key prefix, strongly consistent. */
import type { Page, PageOf } from "../../ports/page.js";
import { orUnavailable } from "../aws/unavailable.js";
import type { Documents } from "./documents.js";
import type { Row } from "./rows.js";

export const pageOfRows = (
  { documents, directoryTable }: { readonly documents: Documents; readonly directoryTable: string },
  { pk, prefix }: { readonly pk: string; readonly prefix: string },
  { after, limit }: PageOf,
): Promise<Page<Row>> =>
  orUnavailable(async () => {
    const { rows, next } = await documents.query({
      TableName: directoryTable,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk: `${prefix}${after}` } }),
    });
    return { items: rows, next: next && String(next.sk).slice(prefix.length) };
  });

export const mapPage = <From, To>({ items, next }: Page<From>, map: (item: From) => To): Page<To> => ({
  items: items.map(map),
  next,
});
