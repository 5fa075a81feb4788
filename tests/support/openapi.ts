/** The published description of the HTTP API, and whether an answer is one that it announces. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { parse } from "yaml";

type Operation = { readonly responses: Readonly<Record<string, unknown>> };
type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
type Answer = { readonly status: number; readonly type: string | null; readonly body: unknown };

const root = join(import.meta.dirname, "..", "..");

/** Kept as JSON, which is read in a hundredth of the time: each test file of an endpoint reads it. */
const described = (): Description => {
  const text = readFileSync(join(root, "docs", "openapi.yaml"), "utf8");
  const hash = createHash("sha256").update(text).digest("hex");
  const file = join(root, ".local", "openapi.json");
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : undefined;
  if (kept?.hash === hash) return kept.description;
  const parsed = parse(text) as Description;
  mkdirSync(join(root, ".local"), { recursive: true });
  // Other workers read and write at the same time.
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, JSON.stringify({ hash, description: parsed } satisfies Kept));
  renameSync(whole, file);
  return parsed;
};
type Kept = { readonly hash: string; readonly description: Description };
const description = described();

const ajv = new Ajv2020({ strict: false });
formats.default.default(ajv);
ajv.addSchema({ $id: "openapi", ...description });

/** `POST /api/…` of every operation that is described. */
export const describedRoutes = (): string[] =>
  Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );

const DESCRIBED = new Set(describedRoutes());

const pointer = (...parts: string[]): string =>
  parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");

/** What is at a place of the description, after the reference there. */
const at = (...parts: string[]): { place: string; value: Readonly<Record<string, unknown>> } => {
  const value = parts.reduce<unknown>((each, part) => (each as Record<string, unknown>)[part], description);
  const { $ref } = value as { $ref?: string };
  return $ref === undefined
    ? { place: pointer(...parts), value: value as Record<string, unknown> }
    : at(...$ref.slice(2).split("/"));
};

/** The differences of a value from a schema of the description; empty if there are none. */
export const differences = (place: string, value: unknown): unknown[] => {
  const validate = ajv.getSchema(`openapi#/${place}`);
  if (validate === undefined) return [`no schema at ${place}`];
  return validate(value) ? [] : (validate.errors ?? []);
};

/** The differences of an answer from the description; empty if there are none. */
export const undescribed = (route: string, answer: Answer): unknown[] => {
  const [method = "", path = ""] = route.split(" ");
  const status = String(answer.status);
  const responses = description.paths[path]?.[method.toLowerCase()]?.responses ?? {};
  if (!Object.hasOwn(responses, status)) return [`${route} does not describe ${status}`];
  const { place, value } = at("paths", path, method.toLowerCase(), "responses", status);
  const content = value.content as Record<string, unknown> | undefined;
  if (!content) return answer.body === undefined ? [] : [`${route} ${status} has no body`];
  const type = answer.type?.split(";")[0] ?? "";
  if (!Object.hasOwn(content, type)) return [`${route} ${status} is not described as ${type}`];
  return differences(`${place}/${pointer("content", type, "schema")}`, answer.body);
};

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The function, with answers that the description announces. Routes that are not described have none.
 * @throws Error that names the differences of another answer.
 */
export const asDescribed =
  (handler: Handler): Handler =>
  async (event) => {
    const answer = await handler(event);
    if (!DESCRIBED.has(event.routeKey)) return answer;
    const type = String(answer.headers?.["content-type"] ?? "");
    const body =
      answer.body === undefined || type.startsWith("text/") ? answer.body : JSON.parse(answer.body);
    const wrong = undescribed(event.routeKey, { status: answer.statusCode ?? 0, type, body });
    if (wrong.length > 0) throw new Error(`not as described: ${event.routeKey} ${JSON.stringify(wrong)}`);
    return answer;
  };
