/** What the models of the SDK say of the input of an operation: its members, of which type, and which are required. */
import * as sdk from "@aws-sdk/client-cognito-identity-provider";

export type ShapeKind = "string" | "number" | "boolean" | "blob" | "document" | "list" | "map" | "structure";

export interface Member {
  readonly name: string;
  readonly kind: ShapeKind;
  readonly required: boolean;
}

type Schema = number | (() => Schema) | readonly unknown[];

const simple: Readonly<Record<number, ShapeKind>> = {
  0: "string",
  1: "number",
  2: "boolean",
  15: "document",
  21: "blob",
};

const composed: Readonly<Record<number, ShapeKind>> = { 1: "list", 2: "map", 3: "structure" };

const listFlag = 64;
const mapFlag = 128;

/** A member is a number, a named shape that begins with its type, or a pair of one of these and its traits. */
function kindOf(schema: Schema): ShapeKind {
  if (typeof schema === "function") return kindOf(schema());
  if (typeof schema === "number") {
    if (schema >= mapFlag) return "map";
    return schema >= listFlag ? "list" : (simple[schema] ?? "document");
  }
  const [type] = schema;
  if (schema.length === 2 || typeof type !== "number") return kindOf(type as Schema);
  return composed[type] ?? kindOf(schema[4] as Schema);
}

const shapes: Readonly<Record<string, unknown>> = { ...sdk };

/** Required members come first in the models, and are counted. */
export function inputOf(operation: string): readonly Member[] {
  const described = shapes[`${operation}$`] as readonly unknown[];
  const input = (described[4] as () => readonly unknown[])();
  const [, , , , names = [], schemas = [], required = 0] = input as [
    number,
    string,
    string,
    number,
    (readonly string[])?,
    (readonly Schema[])?,
    number?,
  ];
  return names.map((name, index) => ({
    name,
    kind: kindOf(schemas[index] ?? 0),
    required: index < required,
  }));
}
