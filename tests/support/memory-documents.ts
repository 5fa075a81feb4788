/**
 * A table in memory with the expressions that the audit table's adapters use. Each call takes effect at once, between two
 * awaits, so that a test decides about the order of calls and about what happens between them.
 */
import type { DocumentKey, Documents, TableKeys } from "../../shared/adapters/dynamo/documents.js";
import type { Row } from "../../shared/adapters/dynamo/rows.js";

type Expressions = {
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
};

export const memoryDocuments = () => {
  const rows = new Map<string, Row>();
  const keyOf = ({ pk, sk }: Row | DocumentKey) => `${pk}|${sk}`;
  const copy = (row: Row): Row => structuredClone(row) as Row;
  const find = (key: DocumentKey): readonly Row[] => {
    const row = rows.get(keyOf(key));
    return row === undefined ? [] : [copy(row)];
  };
  const documents: Documents = {
    get: async (_, key) => find(key)[0],
    batchGet: async (keys: TableKeys) => ({
      rows: Object.fromEntries(Object.entries(keys).map(([table, wanted]) => [table, wanted.flatMap(find)])),
      unread: {},
    }),
    query: async ({ IndexName = "", ExpressionAttributeValues: values = {} }) => {
      const [hash, range] = KEYS[IndexName] ?? ["pk", "sk"];
      const [partition] = Object.values(values);
      const { ":first": first = "", ":last": last = "~", ":before": before = "~" } = values;
      const isWithin = (value: unknown) => {
        if (typeof value === "number") return true;
        return String(value) >= first && String(value) <= last && String(value) < before;
      };
      const found = [...rows.values()]
        .filter((row) => row[hash] === partition && isWithin(row[range]))
        .toSorted((one, other) => ((one[range] as string) < (other[range] as string) ? -1 : 1));
      return { rows: found.map(copy), next: undefined };
    },
    put: async (_, row) => {
      rows.set(keyOf(row), structuredClone(row) as Row);
    },
    insert: async (_, row) => {
      if (rows.has(keyOf(row))) return false;
      rows.set(keyOf(row), structuredClone(row) as Row);
      return true;
    },
    take: async (_, key) => {
      const row = rows.get(keyOf(key));
      rows.delete(keyOf(key));
      return row;
    },
    update: async ({ Key = {}, ...expressions }) => {
      const key = Key as DocumentKey;
      const row = rows.get(keyOf(key));
      if (!holds(row, expressions)) return false;
      rows.set(keyOf(key), updated({ ...key, ...row }, expressions));
      return true;
    },
    pause: async () => true,
    transact: () => Promise.reject(new Error("not a call of these adapters")),
  };
  return { documents, rows };
};

const KEYS: Readonly<Record<string, readonly [string, string]>> = {
  outbox: ["outbox", "recorded_at"],
  chain: ["chain", "sequence"],
};

const holds = (row: Row | undefined, expressions: Expressions): boolean =>
  (expressions.ConditionExpression ?? "")
    .split(" AND ")
    .filter((each) => each !== "")
    .every((condition) => {
      if (condition === "attribute_exists(pk)") return row !== undefined;
      if (condition === "attribute_not_exists(pk)") return row === undefined;
      const [, name = "", value = ""] = /^(\S+) = (\S+)$/.exec(condition) ?? [];
      return row?.[named(name, expressions)] === expressions.ExpressionAttributeValues?.[value];
    });

const updated = (row: Row, expressions: Expressions): Row => {
  const [, sets = "", removed] =
    /^(?:SET (.*?))?\s*(?:REMOVE (\w+))?\s*$/.exec(expressions.UpdateExpression ?? "") ?? [];
  const changes = sets
    .split(", ")
    .filter((each) => each !== "")
    .map((each) => {
      const [name = "", value = ""] = each.trim().split(" = ");
      return [named(name, expressions), structuredClone(expressions.ExpressionAttributeValues?.[value])];
    });
  const kept = Object.entries(row).filter(([name]) => name !== removed);
  return Object.fromEntries([...kept, ...changes]) as Row;
};

const named = (name: string, { ExpressionAttributeNames = {} }: Expressions): string =>
  ExpressionAttributeNames[name] ?? name;
