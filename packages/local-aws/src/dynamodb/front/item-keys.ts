/** Identifies items by table and primary key, also where a request has the complete item. */
import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { isJsonObject } from "../../aws-json/json.js";
import type { ApiCall, NamedItem } from "./api-call.js";

type KeyNames = readonly string[] | undefined;

export class ItemKeys {
  readonly #engine: DynamoDBClient;
  readonly #names = new Map<string, Promise<KeyNames>>();

  constructor(engine: DynamoDBClient) {
    this.#engine = engine;
  }

  /** One text for each item of the call, in its order. Undefined for an item of an unknown table. */
  async of({ operation, tables, items }: ApiCall): Promise<readonly (string | undefined)[]> {
    // A new table of the same name can have other keys.
    if (operation === "CreateTable") for (const table of tables) this.#names.delete(table);
    return Promise.all(items.map(async (item) => keyText(item, await this.#keyNames(item.table))));
  }

  #keyNames(table: string): Promise<KeyNames> {
    const known = this.#names.get(table);
    if (known !== undefined) return known;
    const asked = this.#ask(table);
    this.#names.set(table, asked);
    return asked;
  }

  async #ask(table: string): Promise<KeyNames> {
    try {
      const { Table } = await this.#engine.send(new DescribeTableCommand({ TableName: table }));
      return (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
    } catch {
      this.#names.delete(table);
      return undefined;
    }
  }
}

const keyText = ({ table, key }: NamedItem, names: KeyNames): string | undefined =>
  names && JSON.stringify([table, ...names.map((name) => [name, comparable(key[name])])]);

/** Numbers can be written in several ways. */
const comparable = (value: unknown): unknown =>
  isJsonObject(value) && typeof value.N === "string" ? { N: String(Number(value.N)) } : value;
