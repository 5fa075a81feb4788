/** The types of the client, from the OpenAPI document: one for each schema, and one entry for each route that it can call. */
import type { AuthErrorCode } from "../../shared/domain/error-facts.js";
import type { OpenApiDocument } from "./document.js";
import type { JsonSchema } from "./named-schema.js";
import { errorsOf, type Operation } from "./operation.js";
import { pathParameters, SHARED_PARAMETERS } from "./parameters.js";
import { OPERATIONS } from "./table.js";

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Browsers open pages themselves, and services sign with their IAM identity. */
const isCalled = ({ page, guard }: Operation): boolean => page !== true && guard !== "iam";

export const clientTypes = ({ components, paths }: OpenApiDocument): string => {
  const called = Object.entries(OPERATIONS).filter(([, operation]) => isCalled(operation));
  const routes = called.map(([route, operation]) => {
    const [method = "", path = ""] = route.split(" ");
    const described = paths[path]?.[method.toLowerCase()] as Described;
    return `${docComment(operation.summary)}${JSON.stringify(route)}: { input: ${inputOf(path, operation, described)}; answer: ${answerOf(described)}; code: ${unionOf(errorsOf(operation).filter((code) => !COMMON.includes(code)))} };`;
  });
  const text = `export type Operations = {\n${routes.join("\n")}\n};`;
  const used = referred(text, components.schemas);
  const types = used.map((name) => {
    const { description, ...schema } = components.schemas[name] ?? {};
    return `${docComment(description)}export type ${name} = ${typeOf(schema)};`;
  });
  return `/** Generated from scripts/openapi by \`npm run docs\`; do not edit. */

/** Codes that every route may have. */
export type CommonCode = ${unionOf(COMMON)};
${types.join("\n")}
/** \`code\`: beside the common ones. */
${text}
`;
};

/** Also those of the gateway. */
const COMMON: readonly AuthErrorCode[] = [
  "forbidden",
  "internal",
  "invalid_request",
  "payload_too_large",
  "session_expired",
  "temporarily_unavailable",
  "too_many_requests",
  "unsupported_media_type",
];

type Described = {
  readonly requestBody?: { readonly required: boolean; readonly content: Contents };
  readonly responses: Readonly<Record<string, { readonly content?: Contents }>>;
};
type Contents = Readonly<Record<string, { readonly schema: JsonSchema }>>;
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
};

const inputOf = (path: string, { parameters = [], once }: Operation, { requestBody }: Described): string => {
  const all = [
    ...pathParameters(path),
    ...parameters.map((name) => SHARED_PARAMETERS[name]),
  ] as unknown as Parameter[];
  const body = Object.values(requestBody?.content ?? {})[0];
  const groups = [
    ...(["path", "query", "header"] as const).flatMap((place) => {
      const own = all.filter((each) => each.in === place);
      const needed = own.some(({ required }) => required === true);
      const fields = own.map(({ name, required, schema }) => field(name, typeOf(schema), required === true));
      const group = place === "header" ? "headers" : place;
      return own.length === 0 ? [] : [field(group, `{ ${fields.join(" ")} }`, needed)];
    }),
    ...(body === undefined ? [] : [field("body", typeOf(body.schema), requestBody?.required === true)]),
    ...(once === true ? [field("idempotencyKey", "string", false)] : []),
  ];
  return groups.length === 0 ? "Record<never, never>" : `{ ${groups.join(" ")} }`;
};

const answerOf = ({ responses }: Described): string => {
  const bodies = Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([, { content }]) => {
      const schema = Object.values(content ?? {})[0]?.schema;
      return schema === undefined ? "undefined" : typeOf(schema);
    });
  return [...new Set(bodies)].join(" | ");
};

const typeOf = (schema: JsonSchema): string => {
  if (typeof schema.$ref === "string") return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return unionOf(schema.enum);
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map(typeOf).join(" | ");
  if (Array.isArray(schema.type))
    return schema.type.map((type: string) => typeOf({ ...schema, type })).join(" | ");
  if (schema.type === "array") return `readonly (${typeOf((schema.items ?? {}) as JsonSchema)})[]`;
  if (schema.type === "object") return objectType(schema);
  const plain = PLAIN[String(schema.type)];
  if (plain === undefined) throw new Error(`no type for ${JSON.stringify(schema)}`);
  return plain;
};

const PLAIN: Readonly<Record<string, string>> = {
  boolean: "boolean",
  integer: "number",
  null: "null",
  string: "string",
};

const objectType = ({ properties = {}, required = [] }: JsonSchema): string => {
  const fields = Object.entries(properties as Schemas).map(
    ([name, schema]) =>
      docComment(schema.description) + field(name, typeOf(schema), (required as string[]).includes(name)),
  );
  return `{\n${fields.join("\n")}\n}`;
};

const field = (name: string, type: string, required: boolean): string =>
  `readonly ${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required ? "" : "?"}: ${type}${required ? "" : " | undefined"};`;

const unionOf = (values: readonly unknown[]): string =>
  values.length === 0
    ? "never"
    : [...values]
        .map((value) => JSON.stringify(value))
        .sort()
        .join(" | ");

const docComment = (text: unknown): string => (typeof text === "string" ? `/** ${text} */\n` : "");

/** The schemas that a text names, and those that they name. */
const referred = (text: string, schemas: Schemas): string[] => {
  const found = new Set<string>(["Problem"]);
  const queue = [text];
  for (const next of queue)
    for (const [name] of next.matchAll(/\b[A-Z]\w+\b/g))
      if (Object.hasOwn(schemas, name) && !found.has(name)) {
        found.add(name);
        const { description: _words, ...schema } = schemas[name] ?? {};
        queue.push(typeOf(schema));
      }
  return [...found].sort();
};
