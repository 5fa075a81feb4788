/**
 * Chooses the route of a request as an HTTP API does: a full match before a greedy one, the method
 * before ANY, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */

export type Route<Target> = { readonly key: string; readonly target: Target };
export type RouteMatch<Target> = Route<Target> & {
  readonly pathParameters: Readonly<Record<string, string>>;
};

type Compiled<Target> = Route<Target> & { readonly method: string; readonly segments: readonly string[] };

const segmentsOf = (path: string): string[] => path.split("/").slice(1);
const isGreedy = (segment: string | undefined): boolean => segment?.endsWith("+}") === true;
const isVariable = (segment: string): boolean => segment.startsWith("{");
const nameOf = (segment: string): string => segment.replace(/^\{|\+?\}$/g, "");

export const routeTable = <Target>(routes: readonly Route<Target>[]) => {
  const fallback = routes.find(({ key }) => key === "$default");
  const compiled = routes.filter((route) => route !== fallback).map(compile);
  return (method: string, path: string): RouteMatch<Target> | undefined => {
    const segments = segmentsOf(path);
    const best = compiled
      .filter((route) => route.method === method || route.method === "ANY")
      .map((route) => ({ route, pathParameters: match(route.segments, segments) }))
      .filter(
        (each): each is typeof each & { pathParameters: Record<string, string> } => !!each.pathParameters,
      )
      .sort((one, other) => weight(other.route) - weight(one.route))[0];
    if (best) return { key: best.route.key, target: best.route.target, pathParameters: best.pathParameters };
    return fallback && { ...fallback, pathParameters: {} };
  };
};

const compile = <Target>({ key, target }: Route<Target>): Compiled<Target> => {
  const [method = "", path = ""] = key.split(" ");
  return { key, target, method, segments: segmentsOf(path) };
};

// Greedy routes come after all others; then fixed segments count, then a named method.
const weight = <Target>({ method, segments }: Compiled<Target>): number =>
  (isGreedy(segments.at(-1)) ? 0 : 10_000) +
  segments.filter((segment) => !isVariable(segment)).length * 10 +
  (method === "ANY" ? 0 : 1);

const match = (pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined => {
  const greedy = isGreedy(pattern.at(-1));
  if (greedy ? path.length < pattern.length : path.length !== pattern.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const actual = path[index] ?? "";
    if (!isVariable(segment)) {
      if (segment !== actual) return undefined;
    } else if (isGreedy(segment)) parameters[nameOf(segment)] = path.slice(index).join("/");
    else if (actual === "") return undefined;
    else parameters[nameOf(segment)] = actual;
  }
  return parameters;
};
