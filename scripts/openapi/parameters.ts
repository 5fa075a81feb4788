/** Parameters, headers and security schemes that operations share. */
import type * as z from "zod/mini";
import { DEFAULT_LIMIT, MAX_CURSOR, MAX_LIMIT } from "../../shared/edge/page-of-request.js";
import { resourceField } from "../../shared/edge/permission-fields.js";
import { granteeField, idField, namedIdField } from "../../shared/edge/text-fields.js";
import { inlineSchema, type JsonSchema, referenceTo } from "./named-schema.js";
import type { Guard, ParameterName, SecurityScheme } from "./operation.js";
import { apiKeyId } from "./schemas/keys.js";

/** Names of path parameters are those of the routes. */
const PATH: Readonly<Record<string, { schema: JsonSchema; description: string; example: string }>> = {
  account_id: {
    schema: referenceTo(namedIdField),
    description: "The system account id.",
    example: "acct_northwind",
  },
  user_id: { schema: referenceTo(idField), description: "The id of a user.", example: "usr_grace" },
  invitation_id: {
    schema: referenceTo(namedIdField),
    description: "The id of an invitation.",
    example: "inv_7f3a9c21",
  },
  key_id: {
    schema: referenceTo(apiKeyId),
    description: "The id of an API key, not its text.",
    example: "Qm4xT7bV2nKc9LpZ",
  },
  team_id: { schema: referenceTo(idField), description: "The id of a team.", example: "team_5d1e8b40" },
  legacyId: {
    schema: { type: "string", maxLength: 256 },
    description: "The id of the user in the legacy system.",
    example: "legacy-42",
  },
  userId: { schema: referenceTo(idField), description: "The id of a user.", example: "usr_ada" },
};

/** @throws Error for a parameter that is not described. */
export const pathParameters = (path: string): JsonSchema[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const facts = PATH[name];
    if (facts === undefined) throw new Error(`no description of the path parameter ${name}`);
    return { name, in: "path", required: true, ...facts };
  });

const page = { type: "integer", minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT };

export const SHARED_PARAMETERS: Readonly<Record<ParameterName | "IdempotencyKey", JsonSchema>> = {
  AccountHeader: {
    name: "x-account-id",
    in: "header",
    description: "The system account id. Without it: the active account of the session.",
    schema: referenceTo(namedIdField),
    example: "acct_northwind",
  },
  Cursor: {
    name: "cursor",
    in: "query",
    description: "The cursor of the previous page, for the same list.",
    schema: { type: "string", maxLength: MAX_CURSOR },
  },
  Grantee: {
    name: "grantee",
    in: "query",
    required: true,
    description: "To whom the grant was given.",
    schema: referenceTo(granteeField),
    example: "user:usr_grace",
  },
  IdempotencyKey: {
    name: "idempotency-key",
    in: "header",
    description:
      "Chosen by the caller. For a day, a repeated request with the same key returns the first answer, to a user who may still see it; for an API key, for a minute and in the same session. While the first request runs, a repeated one waits, and then gets `conflict` with `retry-after`. Operations without this parameter refuse it.",
    schema: { type: "string", pattern: "^[!-~]{1,255}$" },
    example: "0b9d2f66-6d0e-4c7f-9f0d-2f6f7a4f3c11",
  },
  IdTokenHeader: {
    name: "x-cognito-id-token",
    in: "header",
    description:
      "An ID token of the stage's own user pool. It must be the token of the user whose identity signed the request. Without this header, the answer has the facts of the signature alone.",
    schema: { type: "string", maxLength: 8192 },
  },
  Limit: {
    name: "limit",
    in: "query",
    description: "The most items of a page. A page may have fewer, even if more follow.",
    schema: page,
    example: 20,
  },
  OptionalGrantee: {
    name: "grantee",
    in: "query",
    description: "Lists the grants to this grantee. Either this or `resource`.",
    schema: referenceTo(granteeField),
    example: "user:usr_grace",
  },
  OptionalResource: {
    name: "resource",
    in: "query",
    description: "Lists the grants on this resource. Either this or `grantee`.",
    schema: referenceTo(resourceField),
    example: "invoice/2027-1",
  },
  Resource: {
    name: "resource",
    in: "query",
    required: true,
    description: "The resource, as type and id.",
    schema: referenceTo(resourceField),
    example: "invoice/2027-1",
  },
};

/** The parameters of a query whose schema is that of the function. */
export const queryParameters = (query: z.core.$ZodObject): JsonSchema[] => {
  const { properties = {}, required = [] } = inlineSchema(query) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    ...(required.includes(name) && { required: true }),
    description: QUERY_WORDS[name] ?? name,
    schema,
  }));
};

const QUERY_WORDS: Readonly<Record<string, string>> = {
  provider: "The provider to sign in with. Without it: the pool's own page.",
  return_to: "A page of the site, or of a sister site. `/` without it.",
  email: "The address that the page of the pool or provider shows.",
  remember: "The cookie survives the end of the browser.",
  state: "Names the transaction.",
  code: "The code of the pool.",
  error: "Why the pool gives no code, or why the page asks for another one.",
  error_description: "More about it.",
};

export const SECURITY_SCHEMES: Readonly<Record<SecurityScheme, JsonSchema>> = {
  accessToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a session whose tokens the client holds.",
  },
  apiKey: {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
    description: "An API key of an account. Also in `authorization`, without `Bearer`.",
  },
  challengeCookie: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-challenge",
    description: "Binds a mailed code or link to the browser that requested it.",
  },
  iamSignature: {
    type: "apiKey",
    in: "header",
    name: "authorization",
    description: "AWS Signature Version 4 of an identity with `execute-api:Invoke` on the route.",
  },
  originProof: {
    type: "apiKey",
    in: "header",
    name: "x-csrf",
    description: "`1`, beside `Sec-Fetch-Site` or `Origin`, which browsers send.",
  },
  sessionCookie: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-Http-session",
    description: "The session of a browser. No script can read it.",
  },
  stepCookie: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-Http-step",
    description: "Binds the next step of a sign-in to the browser that began it.",
  },
};

const COOKIE: Readonly<Record<"safe" | "unsafe", readonly SecurityScheme[]>> = {
  safe: ["sessionCookie"],
  unsafe: ["sessionCookie", "originProof"],
};

/** The alternatives of an operation. A read needs no proof of origin. */
export const securityOf = (guard: Guard, method: string): JsonSchema[] => {
  const cookie = COOKIE[method === "GET" ? "safe" : "unsafe"];
  const ways =
    typeof guard === "object"
      ? guard.own
      : {
          public: [],
          iam: [["iamSignature" as const]],
          user: [["accessToken" as const], cookie],
          user_or_key: [["accessToken" as const], cookie, ["apiKey" as const]],
        }[guard];
  return ways.map((way) => Object.fromEntries(way.map((scheme) => [scheme, []])));
};
