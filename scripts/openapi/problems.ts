/** The error responses of operations, from the error table and by the renderer of the functions. */
import * as z from "zod/mini";
import { type AuthErrorCode, ERROR_FACTS } from "../../shared/domain/error-facts.js";
import { AuthError } from "../../shared/domain/errors.js";
import { outageWords } from "../../shared/edge/outage-words.js";
import { problem } from "../../shared/edge/problem.js";
import { type JsonSchema, named, referenceTo } from "./named-schema.js";
import { errorsOf, type Operation } from "./operation.js";

const CODES = Object.keys(ERROR_FACTS).sort() as [AuthErrorCode, ...AuthErrorCode[]];

const problemSchema = named(
  "Problem",
  z.strictObject({
    type: z.string().check(z.regex(/^urn:identity-lifecycle:problem:/)),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    hint: z.optional(z.string()),
    code: z.enum(CODES),
    request_id: z.string(),
    fields: z.optional(z.array(z.string())),
  }),
  {
    description: "A failure, as RFC 9457 describes it. errors.md lists the codes.",
    properties: {
      type: "The code as a URN.",
      title: "The name of the status.",
      detail: "For people. It never depends on the input.",
      hint: "What the caller can do.",
      code: "For programs.",
      request_id: "Names the request in the logs.",
      fields: "The names of the invalid fields.",
    },
  },
);

const gatewayMessage = named(
  "GatewayMessage",
  z.strictObject({
    message: z.enum([
      "Unauthorized",
      "Forbidden",
      "Too Many Requests",
      "Internal Server Error",
      "Service Unavailable",
    ]),
  }),
  { description: "An answer of the gateway, before or in place of that of a function." },
);

/** Answers of the gateway by status, and what they mean. */
const GATEWAY = {
  401: { message: "Unauthorized", meaning: "The gateway: no valid credential." },
  403: {
    message: "Forbidden",
    meaning: "The gateway: the credential does not admit to the route or account.",
  },
  429: { message: "Too Many Requests", meaning: "The gateway: too many requests to the stage." },
  500: { message: "Internal Server Error", meaning: "The gateway: the authorizer or the function failed." },
  503: { message: "Service Unavailable", meaning: "The gateway: no answer in time." },
} as const;
type GatewayStatus = keyof typeof GATEWAY;

const EVERYWHERE: readonly GatewayStatus[] = [429, 500, 503];
const gatewayStatuses = ({ guard }: Operation): readonly GatewayStatus[] => {
  if (guard === "iam") return [403, ...EVERYWHERE];
  return guard === "user" || guard === "user_or_key" ? [401, 403, ...EVERYWHERE] : EVERYWHERE;
};

/** An example for each code that an operation has, and for each answer of the gateway. */
export const problemExamples = (
  operations: readonly Operation[],
): Record<string, { summary: string; value: unknown }> => ({
  ...Object.fromEntries(
    [...new Set(operations.flatMap(errorsOf))].sort().map((code) => {
      const fields = code === "invalid_request" ? ["email"] : [];
      const { body = "" } = problem(new AuthError(code, { fields }), "JKJaXmPLvHcESHA=", "GET /");
      return [code, { summary: code, value: JSON.parse(body) as unknown }];
    }),
  ),
  ...Object.fromEntries(
    Object.entries(GATEWAY).map(([status, { message }]) => [
      `gateway_${status}`,
      { summary: message, value: { message } },
    ]),
  ),
});

type Shared = { readonly responses: Record<string, JsonSchema> };

/** The error responses of an operation, by status. Equal ones are put into `shared` once. */
export const problemResponses = (
  route: string,
  operation: Operation,
  shared: Shared,
): Record<string, JsonSchema> => {
  const gateway = gatewayStatuses(operation);
  const codes = errorsOf(operation);
  const statuses = new Set([...codes.map((code) => ERROR_FACTS[code].status), ...gateway]);
  return Object.fromEntries(
    [...statuses]
      .sort((a, b) => a - b)
      .map((status) => {
        const own = codes.filter((code) => ERROR_FACTS[code].status === status).sort();
        const atGateway = gateway.find((each) => each === status);
        const name = [...own.map(pascal), ...(atGateway === undefined ? [] : [`Gateway${status}`])].join(
          "Or",
        );
        shared.responses[name] ??= response(own, atGateway);
        const words = own.includes("temporarily_unavailable") ? { description: outageWords(route) } : {};
        return [String(status), { $ref: `#/components/responses/${name}`, ...words }];
      }),
  );
};

const response = (codes: readonly AuthErrorCode[], gateway: GatewayStatus | undefined): JsonSchema => ({
  description: [
    ...codes.map((code) => `\`${code}\`: ${ERROR_FACTS[code].words}`),
    ...(gateway === undefined ? [] : [GATEWAY[gateway].meaning]),
  ].join("\n\n"),
  ...(codes.some((code) => MAY_NAME_A_TIME.includes(ERROR_FACTS[code].status)) && {
    headers: { "retry-after": { $ref: "#/components/headers/RetryAfter" } },
  }),
  content: {
    ...(codes.length > 0 && {
      "application/problem+json": {
        schema: {
          allOf: [referenceTo(problemSchema), { type: "object", properties: { code: { enum: codes } } }],
        },
        examples: Object.fromEntries(codes.map(exampleOf)),
      },
    }),
    ...(gateway !== undefined && {
      "application/json": {
        schema: referenceTo(gatewayMessage),
        examples: Object.fromEntries([exampleOf(`gateway_${gateway}`)]),
      },
    }),
  },
});

const MAY_NAME_A_TIME: readonly number[] = [409, 429, 503];

const exampleOf = (name: string) => [name, { $ref: `#/components/examples/${name}` }] as const;

const pascal = (code: string): string =>
  code.replace(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
