/**
 * The schemas of the OpenAPI document. Those of requests are the schemas that the functions parse with; here they get
 * names, and what JSON Schema cannot take from them. This module is not deployed.
 */
import * as z from "zod/mini";

export type JsonSchema = { readonly [keyword: string]: unknown };
type Facts = {
  readonly description?: string;
  /** Keywords in place of a refinement or a transform. */
  readonly also?: JsonSchema;
  /** Descriptions, or keywords, of single properties. */
  readonly properties?: Readonly<Record<string, string | JsonSchema>>;
};
type Named = { readonly id: string };

const names = z.registry<Named>();
const facts = new Map<string, Facts>();

/** Gives a schema its name in the document. */
export const named = <Schema extends z.core.$ZodType>(
  id: string,
  schema: Schema,
  more: Facts = {},
): Schema => {
  if (facts.has(id)) throw new Error(`two schemas are named ${id}`);
  names.add(schema, { id });
  facts.set(id, more);
  return schema;
};

/** @throws Error for a schema that has no name. */
export const referenceTo = (schema: z.core.$ZodType): { readonly $ref: string } => {
  const entry = names.get(schema);
  if (entry === undefined) throw new Error("a schema of an operation has no name");
  return { $ref: uriOf(entry.id) };
};

/** A schema that is written where it is used, such as that of a query. */
export const inlineSchema = (schema: z.core.$ZodType): JsonSchema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "input", override: tidy });
  return rest as JsonSchema;
};

const uriOf = (id: string): string => `#/components/schemas/${id}`;

/** All named schemas, by name. */
export const componentSchemas = (): Record<string, JsonSchema> => {
  const { schemas } = z.toJSONSchema(names, { io: "input", uri: uriOf, override: tidy });
  return Object.fromEntries(
    Object.entries(schemas)
      .map(([id, schema]) => [id, withFacts(schema as JsonSchema, facts.get(id) ?? {})] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

const withFacts = (
  { $schema: _dialect, $id: _id, ...schema }: JsonSchema,
  { description, also, properties = {} }: Facts,
): JsonSchema => {
  const held = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const unknown = Object.keys(properties).filter((name) => !Object.hasOwn(held, name));
  if (unknown.length > 0) throw new Error(`no property ${unknown.join(", ")}`);
  return {
    ...(description !== undefined && { description }),
    ...schema,
    ...(schema.properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(held).map(([name, each]) => {
          const more = properties[name] ?? {};
          return [name, { ...each, ...(typeof more === "string" ? { description: more } : more) }];
        }),
      ),
    }),
    ...also,
  };
};

/** Without the pattern that spells out a format, and without the limits of every safe integer. */
const tidy = ({ jsonSchema: schema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.const !== undefined && schema.type === undefined) schema.type = typeof schema.const as "string";
};
