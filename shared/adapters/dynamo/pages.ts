/** Pages of a partition's rows with a common sort key prefix, strongly consistent. */
import type { Page, PageOf } from "../../ports/page.js";
import { orUnavailable } from "../aws/unavailable.js";
import type { Documents } from "./documents.js";
import type { Row } from "./rows.js";

type Store = { readonly documents: Documents; readonly directoryTable: string };
type Rows = { readonly pk: string; readonly prefix: string };
/** The condition on the rows that a list shows. */
export type Shown = {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
};

export const pageOfRows = (
  { documents, directoryTable }: Store,
  { pk, prefix, shown }: Rows & { readonly shown?: Shown | undefined },
  { after, limit }: PageOf,
): Promise<Page<Row>> =>
  orUnavailable(async () => {
    const { rows, next } = await documents.query({
      TableName: directoryTable,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix, ...shown?.values },
      ...(shown && { FilterExpression: shown.expression }),
      ...(shown?.names && { ExpressionAttributeNames: shown.names }),
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk: `${prefix}${after}` } }),
    });
    return { items: rows, next: next && String(next.sk).slice(prefix.length) };
  });

/** As `pageOfRows`, filled although other rows lie between. */
export const filledPageOfRows = (
  store: Store,
  rows: Rows & { readonly shown: Shown },
  page: PageOf,
): Promise<Page<Row>> =>
  filledPage(page, {
    read: (part) => pageOfRows(store, rows, part),
    keyOf: ({ sk }) => String(sk).slice(rows.prefix.length),
    longest: LONGEST_READ,
  });

/** Rows of one read after the first. They are less than a megabyte, where DynamoDB ends a page. */
const LONGEST_READ = 1_000;
/** Bounds one request. A page that is still not full has a cursor. */
const MOST_READS = 10;

/**
 * Reads on until the page is full, the list ends, or ten reads were made. The first read asks for one page, and most
 * lists need no other. `longest`: how many entries a further read may ask for.
 */
export const filledPage = async <T>(
  { after, limit }: PageOf,
  {
    read,
    keyOf,
    longest,
  }: {
    readonly read: (page: PageOf) => Promise<Page<T>>;
    readonly keyOf: (item: T) => string;
    readonly longest: number;
  },
): Promise<Page<T>> => {
  let { items, next } = await read({ after, limit });
  for (let reads = 1; items.length < limit && next !== undefined && reads < MOST_READS; reads += 1) {
    const more = await read({ after: next, limit: longest });
    items = [...items, ...more.items];
    next = more.next;
  }
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? keyOf(last) : next };
};

export const mapPage = <From, To>({ items, next }: Page<From>, map: (item: From) => To): Page<To> => ({
  items: items.map(map),
  next,
});
