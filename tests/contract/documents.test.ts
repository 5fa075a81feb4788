import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Documents } from "../../shared/adapters/dynamo/documents.js";
import { readAll } from "../../shared/adapters/dynamo/documents.js";
import { sdkDocuments } from "../../shared/adapters/dynamo/sdk-documents.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "../support/dynamo-server.js";

let server: DynamoServer;
let tables: Awaited<ReturnType<DynamoServer["createTables"]>>;
beforeAll(async () => {
  server = await startDynamo();
}, 120_000);
afterAll(() => server.close());

const CLIENTS: Readonly<Record<string, () => Documents>> = {
  "the SDK's client": () => sdkDocuments(server.client),
  "signed calls": () => signedDocumentsOf(server.url),
};
const row = (name: string, more: object = {}) => ({ pk: name, sk: "ROW", ...more });
const put = (TableName: string, Item: object) => ({ Put: { TableName, Item } });

describe.each(Object.keys(CLIENTS))("documents by %s", (name) => {
  let documents: Documents;
  beforeAll(async () => {
    tables = await server.createTables();
    documents = CLIENTS[name]?.() as Documents;
  });

  it("are read as they were written, for all values", async () => {
    const values = {
      text: "é\u2028\"'",
      empty: "",
      whole: 7,
      broken: -0.5,
      large: 9_007_199_254_740_991,
      yes: true,
      no: false,
      nothing: null,
      list: ["a", 1, { deep: [] }],
      map: { "a b": { c: "d" } },
    };
    const { directory } = tables;
    expect(await documents.transact([put(directory, row("values", values))])).toBeUndefined();
    expect(await documents.get(directory, { pk: "values", sk: "ROW" })).toEqual(row("values", values));
  });

  it("that do not exist are undefined in a single read, and missing in a batch", async () => {
    const { directory, guard } = tables;
    await documents.transact([put(directory, row("a")), put(guard, { pk: "b" })]);
    expect(await documents.get(directory, { pk: "none", sk: "ROW" })).toBeUndefined();
    const keys = {
      [directory]: [
        { pk: "a", sk: "ROW" },
        { pk: "none", sk: "ROW" },
      ],
      [guard]: [{ pk: "b" }, { pk: "c" }],
    };
    expect(await readAll(documents, keys)).toEqual({ [directory]: [row("a")], [guard]: [{ pk: "b" }] });
  });

  it("omit undefined values, and change only if their condition holds", async () => {
    const { directory: TableName } = tables;
    await documents.transact([put(TableName, row("counter", { count: 1, gone: undefined }))]);
    const raise = (from: number) =>
      documents.update({
        TableName,
        Key: { pk: "counter", sk: "ROW" },
        UpdateExpression: "SET #count = :next",
        ConditionExpression: "#count = :from",
        ExpressionAttributeNames: { "#count": "count" },
        ExpressionAttributeValues: { ":next": from + 1, ":from": from },
      });
    expect([await raise(1), await raise(1)]).toEqual([true, false]);
    expect(await documents.get(TableName, { pk: "counter", sk: "ROW" })).toEqual(
      row("counter", { count: 2 }),
    );
  });

  it("are read page by page in the order of their keys", async () => {
    const { directory: TableName } = tables;
    for (const sk of ["C", "A", "B"]) await documents.put(TableName, { pk: "paged", sk, list: [sk] });
    const ask = {
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": "paged" },
      Limit: 2,
    };
    const first = await documents.query(ask);
    expect(first.rows.map(({ list }) => list)).toEqual([["A"], ["B"]]);
    expect(first.next).toEqual({ pk: "paged", sk: "B" });
    const second = await documents.query({ ...ask, ExclusiveStartKey: first.next });
    expect(second).toEqual({ rows: [{ pk: "paged", sk: "C", list: ["C"] }], next: undefined });
  });

  it("are found by a sparse index", async () => {
    const { audit: TableName } = tables;
    await documents.put(TableName, row("in", { outbox: "PENDING#0", recorded_at: "2025" }));
    await documents.put(TableName, row("out"));
    const { rows } = await documents.query({
      TableName,
      IndexName: "outbox",
      KeyConditionExpression: "outbox = :partition",
      ExpressionAttributeValues: { ":partition": "PENDING#0" },
    });
    expect(rows.map(({ pk }) => pk)).toEqual(["in"]);
  });

  it("replace an existing document, and are taken once", async () => {
    const { guard: table } = tables;
    await documents.put(table, { pk: "once", old: true });
    await documents.put(table, { pk: "once", text: "new" });
    const key = { pk: "once" };
    expect([await documents.take(table, key), await documents.take(table, key)]).toEqual([
      { pk: "once", text: "new" },
      undefined,
    ]);
  });

  it("are all written or none, and the reasons come in the order of the items", async () => {
    const { directory: TableName } = tables;
    await documents.transact([put(TableName, row("held"))]);
    const absent = "attribute_not_exists(pk)";
    const cancelled = await documents.transact([
      { Put: { TableName, Item: row("fresh"), ConditionExpression: absent } },
      { Put: { TableName, Item: row("held"), ConditionExpression: absent } },
    ]);
    expect(cancelled).toEqual(["None", "ConditionalCheckFailed"]);
    expect(await documents.get(TableName, { pk: "fresh", sk: "ROW" })).toBeUndefined();
  });

  it("of a missing table are an error, not an empty result", async () => {
    await expect(documents.get("no-such-table", { pk: "a", sk: "ROW" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});
