/** What the models of the SDK say of the input and the output of operations. */
import * as sdk from "@aws-sdk/client-cognito-identity-provider";

export type ShapeKind =
  | "string"
  | "number"
  | "boolean"
  | "blob"
  | "document"
  | "timestamp"
  | "list"
  | "map"
  | "structure";

export interface Member {
  readonly name: string;
  readonly kind: ShapeKind;
  readonly required: boolean;
}

interface Shape {
  readonly kind: ShapeKind;
  /** Of a list or a map. */
  readonly values?: Schema | undefined;
  readonly members: readonly { readonly name: string; readonly schema: Schema }[];
  /** How many of the members are required: they come first. */
  readonly required: number;
}

type Schema = number | string | (() => Schema) | readonly unknown[];

const simple: Readonly<Record<number, ShapeKind>> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  15: "document",
  21: "blob",
};

const listFlag = 64;
const mapFlag = 128;

const plain = (kind: ShapeKind, values?: Schema): Shape => ({ kind, values, members: [], required: 0 });

/** A schema is a number, a named shape that begins with its type, or a pair of a schema and its traits. */
function shapeOf(schema: Schema): Shape {
  if (typeof schema === "function") return shapeOf(schema());
  if (typeof schema === "number") {
    if (schema >= mapFlag) return plain("map", schema - mapFlag);
    return schema >= listFlag ? plain("list", schema - listFlag) : plain(simple[schema] ?? "document");
  }
  // "unit": nothing at all.
  if (typeof schema === "string") return plain("structure");
  const [type] = schema;
  if (schema.length === 2 || typeof type !== "number") return shapeOf(type as Schema);
  const [, , , , first = [], second = [], required = 0] = schema;
  if (type === 0) return shapeOf(first as Schema);
  if (type === 1) return plain("list", first as Schema);
  if (type === 2) return plain("map", second as Schema);
  const schemas = second as readonly Schema[];
  const members = (first as readonly string[]).map((name, index) => ({ name, schema: schemas[index] ?? 0 }));
  return { kind: "structure", members, required: Number(required) };
}

const shapes: Readonly<Record<string, unknown>> = { ...sdk };

const described = (operation: string) => shapes[`${operation}$`] as readonly Schema[];

export function inputOf(operation: string): readonly Member[] {
  const { members, required } = shapeOf(described(operation)[4] ?? 0);
  return members.map(({ name, schema }, index) => ({
    name,
    kind: shapeOf(schema).kind,
    required: index < required,
  }));
}

/** Where an answer is not of the documented shape. */
export const unknownFieldsIn = (operation: string, answer: unknown): string[] =>
  strangers(described(operation)[5] ?? 0, answer, operation);

const javascriptTypes: Partial<Record<ShapeKind, string>> = {
  string: "string",
  blob: "string",
  number: "number",
  timestamp: "number",
  boolean: "boolean",
};

function strangers(schema: Schema, value: unknown, place: string): string[] {
  const { kind, values = 0, members } = shapeOf(schema);
  const type = javascriptTypes[kind];
  const found = `${place}: ${kind} = ${JSON.stringify(value)}`;
  if (type !== undefined) return typeof value === type ? [] : [found];
  if (kind === "document") return [];
  if (kind === "list") {
    return Array.isArray(value) ? value.flatMap((each) => strangers(values, each, `${place}[]`)) : [found];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [found];
  const entries = Object.entries(value);
  if (kind === "map") return entries.flatMap(([key, each]) => strangers(values, each, `${place}.${key}`));
  return entries.flatMap(([name, each]) => {
    const member = members.find((known) => known.name === name);
    return member
      ? strangers(member.schema, each, `${place}.${name}`)
      : [`${place}.${name} is not documented`];
  });
}
