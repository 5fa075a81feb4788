/** The OpenAPI document of the HTTP API, from the table of operations. */
import { readFileSync } from "node:fs";
import { componentSchemas, type JsonSchema, referenceTo } from "./named-schema.js";
import type { Answer, Example, Operation, Tag } from "./operation.js";
import {
  pathParameters,
  queryParameters,
  SECURITY_SCHEMES,
  SHARED_PARAMETERS,
  securityOf,
} from "./parameters.js";
import { problemExamples, problemResponses } from "./problems.js";
import { OPERATIONS, TAGS } from "./table.js";

type Paths = Record<string, Record<string, unknown>>;

export const openApiDocument = () => {
  const responses: Record<string, JsonSchema> = {};
  const paths: Paths = {};
  for (const tag of TAGS)
    for (const [route, operation] of Object.entries(tag.operations)) {
      const [method = "", path = ""] = route.split(" ");
      paths[path] ??= {};
      paths[path][method.toLowerCase()] = operationObject(tag, route, operation, responses);
    }
  return {
    openapi: "3.1.0",
    info: {
      title: "identity-lifecycle",
      version: versionOfPackage(),
      description: "Sign-up to sign-out, and who may do what in which account.",
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "identity-lifecycle" },
    },
    servers: [{ url: "/", description: "The site of the stage" }],
    security: [],
    tags: TAGS.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      parameters: SHARED_PARAMETERS,
      headers: HEADERS,
      examples: problemExamples(Object.values(OPERATIONS)),
      responses: sorted(responses),
      schemas: componentSchemas(),
    },
  };
};

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

const operationObject = (
  tag: Tag,
  route: string,
  operation: Operation,
  responses: Record<string, JsonSchema>,
) => {
  const [method = "", path = ""] = route.split(" ");
  const shared = [...(operation.parameters ?? []), ...(operation.once ? (["IdempotencyKey"] as const) : [])];
  const parameters = [
    ...pathParameters(path),
    ...(operation.query === undefined ? [] : queryParameters(operation.query)),
    ...shared.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
  return {
    operationId: operation.id,
    tags: [tag.name],
    summary: operation.summary,
    description: operation.description,
    security: securityOf(operation.guard, method),
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body !== undefined && { requestBody: requestBody(operation.body) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [status, responseObject(answer)]),
      ),
      ...problemResponses(route, operation, { responses }),
    },
  };
};

const requestBody = ({ schema, example, form, optional }: NonNullable<Operation["body"]>) => ({
  required: optional !== true,
  content: {
    [form === true ? "application/x-www-form-urlencoded" : "application/json"]: {
      schema: referenceTo(schema),
      example,
    },
  },
});

const responseObject = ({ description, schema, html, setsCookie, location, ...shown }: Answer) => ({
  description,
  ...((setsCookie || location) && {
    headers: {
      ...(location && { location: { $ref: "#/components/headers/Location" } }),
      ...(setsCookie && { "set-cookie": { $ref: "#/components/headers/SetCookie" } }),
    },
  }),
  ...(schema !== undefined && {
    content: { "application/json": { schema: referenceTo(schema), ...examplesOf(shown) } },
  }),
  ...(html && { content: { "text/html": { schema: { type: "string" } } } }),
});

const examplesOf = ({ example, examples }: Pick<Answer, "example" | "examples">) =>
  examples === undefined
    ? { example }
    : {
        examples: Object.fromEntries(
          Object.entries(examples).map(([name, value]: [string, Example]) => [name, { value }]),
        ),
      };

const HEADERS = {
  Location: {
    description: "Where the browser goes.",
    required: true,
    schema: { type: "string", format: "uri" },
  },
  RetryAfter: {
    description: "Seconds until a retry can succeed. Always present with a 503 of a function.",
    schema: { type: "string", pattern: "^[0-9]+$" },
    example: "30",
  },
  SetCookie: { description: "Cookies that no script can read.", schema: { type: "string" } },
};

const versionOfPackage = (): string => {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
};

const sorted = <T>(values: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
