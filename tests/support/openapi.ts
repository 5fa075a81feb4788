/** The published description of the HTTP API, and whether an answer is one that it announces. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import { parse } from "yaml";

type Operation = { readonly responses: Readonly<Record<string, unknown>> };
type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** A path has parameters beside its operations. */
const METHODS = ["get", "post", "put", "patch", "delete"];

const file = join(import.meta.dirname, "..", "..", "docs", "openapi.yaml");
const description = parse(readFileSync(file, "utf8")) as Description;

const ajv = new Ajv2020({ strict: false });
formats.default.default(ajv);
ajv.addSchema({ $id: "openapi", ...description });

/** `POST /api/…` of every operation that is described. */
export const describedRoutes = (): string[] =>
  Object.entries(description.paths).flatMap(([path, operations]) =>
    METHODS.filter((method) => Object.hasOwn(operations, method)).map(
      (method) => `${method.toUpperCase()} ${path}`,
    ),
  );

const pointer = (...parts: string[]): string =>
  parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");

const resolved = (reference: unknown): { place: string; value: Record<string, unknown> } | undefined => {
  const at = (reference as { $ref?: string }).$ref;
  if (at === undefined) return undefined;
  const value = at
    .slice(2)
    .split("/")
    .reduce<unknown>((each, part) => (each as Record<string, unknown>)[part], description);
  return { place: at.slice(2), value: value as Record<string, unknown> };
};

/** The differences of an answer from the description; empty if there are none. */
export const undescribed = (
  route: string,
  answer: { status: number; type: string | null; body: unknown },
): unknown[] => {
  const [method = "", path = ""] = route.split(" ");
  const responses = description.paths[path]?.[method.toLowerCase()]?.responses ?? {};
  const status = Object.hasOwn(responses, String(answer.status)) ? String(answer.status) : "default";
  if (!Object.hasOwn(responses, status)) return [`${route} does not describe ${answer.status}`];
  const own = pointer("paths", path, method.toLowerCase(), "responses", status);
  const { place, value } = resolved(responses[status]) ?? {
    place: own,
    value: responses[status] as Record<string, unknown>,
  };
  const content = value.content as Record<string, unknown> | undefined;
  if (!content) return answer.body === undefined ? [] : [`${route} ${status} has no body`];
  const type = answer.type?.split(";")[0] ?? "";
  if (!Object.hasOwn(content, type)) return [`${route} ${status} is not described as ${type}`];
  const validate = ajv.getSchema(`openapi#/${place}/${pointer("content", type, "schema")}`);
  return validate?.(answer.body) ? [] : (validate?.errors ?? ["no schema"]);
};
