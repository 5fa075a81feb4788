/**
 * Route keys (`GET /pets/{id}`, `ANY /{proxy+}`, `$default`) and route selection.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
import { LocalAwsError } from "../local-aws-error.js";

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable" | "greedy"; readonly name: string };

export type RoutePattern = {
  readonly key: string;
  readonly method: string;
  /** Undefined for `$default`. */
  readonly segments: readonly Segment[] | undefined;
};

export type RouteMatch<R> = { readonly route: R; readonly pathParameters: Readonly<Record<string, string>> };

/** @throws Error for a route key that API Gateway would reject. */
export const parseRouteKey = (key: string): RoutePattern => {
  if (key === "$default") return { key, method: "ANY", segments: undefined };
  const [, method, path] = /^(ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\/\S*)$/.exec(key) ?? [];
  if (method === undefined || path === undefined) throw new LocalAwsError(`route key ${key} is malformed`);
  const segments = path.slice(1).split("/").map(segment);
  const greedy = segments.findIndex(({ kind }) => kind === "greedy");
  if (greedy >= 0 && greedy < segments.length - 1)
    throw new LocalAwsError(`route key ${key}: {name+} must come last`);
  return { key, method, segments };
};

const segment = (text: string): Segment => {
  const [, name, plus] = /^\{([\w.-]+)(\+?)\}$/.exec(text) ?? [];
  if (name !== undefined) return { kind: plus === "+" ? "greedy" : "variable", name };
  return { kind: "literal", text };
};

/**
 * Selects the most specific route. Per segment, a literal wins over a variable and a variable over a greedy
 * variable. Then the exact method wins over ANY. `$default` is last.
 * @param path as sent; an encoded `%2F` does not separate segments
 */
export const selectRoute = <R extends { readonly pattern: RoutePattern }>(
  routes: readonly R[],
  method: string,
  path: string,
): RouteMatch<R> | undefined => {
  const parts = path.slice(1).split("/");
  const matches = routes.flatMap((route) => {
    const accepted = route.pattern.method === "ANY" || route.pattern.method === method;
    const pathParameters = accepted ? parametersOf(route.pattern, parts) : undefined;
    return pathParameters === undefined ? [] : [{ route, pathParameters }];
  });
  return matches.sort((left, right) => compare(left.route.pattern, right.route.pattern))[0];
};

const parametersOf = ({ segments }: RoutePattern, parts: readonly string[]) => {
  const parameters: Record<string, string> = Object.create(null);
  if (segments === undefined) return parameters;
  for (const [index, expected] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (expected.kind === "greedy") {
      const rest = parts.slice(index).join("/");
      if (rest === "") return undefined;
      parameters[expected.name] = decodeURIComponent(rest);
      return parameters;
    }
    if (expected.kind === "literal" && decodeURIComponent(part) !== expected.text) return undefined;
    if (expected.kind === "variable") {
      if (part === "") return undefined;
      parameters[expected.name] = decodeURIComponent(part);
    }
  }
  return parts.length === segments.length ? parameters : undefined;
};

const RANK = { literal: 0, variable: 1, greedy: 2 } as const;

const compare = (left: RoutePattern, right: RoutePattern): number => {
  const length = Math.max(left.segments?.length ?? 0, right.segments?.length ?? 0);
  for (let index = 0; index < length; index += 1) {
    const difference = rankAt(left, index) - rankAt(right, index);
    if (difference !== 0) return difference;
  }
  return Number(left.method === "ANY") - Number(right.method === "ANY");
};

// Both routes match the same path, so their lengths can differ only if one has a greedy variable.
const rankAt = ({ segments }: RoutePattern, index: number): number => {
  if (segments === undefined) return 4;
  const at = segments[index];
  return at === undefined ? 3 : RANK[at.kind];
};
