/** A call of the DynamoDB API, as far as the front needs to understand it. */
import type { IncomingHttpHeaders } from "node:http";
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../../aws-json/json.js";

/** An item that a call names. `key` has the attributes of the primary key, and others if `whole`. */
export type NamedItem = {
  readonly access: "read" | "check" | "write";
  readonly table: string;
  readonly key: JsonObject;
  /** The key is the complete item of a put. */
  readonly whole: boolean;
};

export type ApiCall = {
  readonly operation: string;
  readonly input: JsonObject;
  /** Without duplicates. Of queries and scans too. */
  readonly tables: readonly string[];
  /** In the order of the request. Empty for queries and scans, and if the request is malformed. */
  readonly items: readonly NamedItem[];
  /** Of a transaction. */
  readonly token: string | undefined;
};

const TARGET = /^DynamoDB_20120810\.(\w+)$/;

/** Returns undefined for a call of another API, such as the streams, and for a body that is not an object. */
export const apiCallOf = (headers: IncomingHttpHeaders, body: Buffer): ApiCall | undefined => {
  const operation = TARGET.exec(String(headers["x-amz-target"] ?? ""))?.[1];
  const input = operation === undefined ? undefined : parseJson(body.toString("utf8"));
  if (operation === undefined || !isJsonObject(input)) return undefined;
  const items = namedItems(operation, input);
  const named = typeof input.TableName === "string" ? [tableName(input.TableName)] : [];
  const tables = [...new Set([...named, ...items.map(({ table }) => table)])];
  const token = typeof input.ClientRequestToken === "string" ? input.ClientRequestToken : undefined;
  return { operation, input, tables, items, token };
};

/** A table may be named by its ARN. */
const tableName = (nameOrArn: string): string => nameOrArn.replace(/^arn:[^/]*:table\//, "");

const namedItems = (operation: string, input: JsonObject): NamedItem[] => {
  switch (operation) {
    case "GetItem":
      return itemIn("read", input);
    case "PutItem":
    case "UpdateItem":
    case "DeleteItem":
      return itemIn("write", input);
    case "BatchGetItem":
      return byTable(input, (table, { Keys }) =>
        objects(Keys).flatMap((key) => itemIn("read", { TableName: table, Key: key })),
      );
    case "BatchWriteItem":
      return byTable(input, (table, { requests }) =>
        objects(requests).flatMap((request) =>
          objects(Object.values(request)).flatMap((each) => itemIn("write", { ...each, TableName: table })),
        ),
      );
    case "TransactGetItems":
    case "TransactWriteItems":
      return inTransaction(input);
    default:
      return [];
  }
};

// A partly malformed transaction has no items here: DynamoDB rejects it, so it conflicts with nothing.
const inTransaction = ({ TransactItems }: JsonObject): NamedItem[] => {
  const actions = objects(TransactItems).map((action) => Object.entries(action));
  const items = actions.flatMap(([first]) => {
    const [kind, of] = first ?? [];
    return isJsonObject(of) ? itemIn(ACCESS[kind ?? ""] ?? "write", of) : [];
  });
  return items.length === actions.length ? items : [];
};

const ACCESS: Readonly<Record<string, NamedItem["access"]>> = { Get: "read", ConditionCheck: "check" };

const itemIn = (access: NamedItem["access"], { TableName, Key, Item }: JsonObject): NamedItem[] => {
  const key = Item ?? Key;
  if (typeof TableName !== "string" || !isJsonObject(key)) return [];
  return [{ access, table: tableName(TableName), key, whole: Item !== undefined }];
};

const byTable = (
  { RequestItems }: JsonObject,
  items: (table: string, requests: JsonObject) => NamedItem[],
): NamedItem[] =>
  isJsonObject(RequestItems)
    ? Object.entries(RequestItems).flatMap(([table, of]) =>
        items(table, isJsonObject(of) ? of : { requests: of }),
      )
    : [];

const objects = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];
