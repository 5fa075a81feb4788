/** Questions about a CloudFormation template: what is in it, and which resources refer to which. */
import type { Resource, Template } from "./packaged-functions.js";

export const resourcesOf = ({ Resources }: Template, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

export const propertiesOf = ({ Resources }: Template, id: string): Resource["Properties"] =>
  Resources[id]?.Properties ?? {};

/** For each resource, the resources that it cannot be made without: by Ref, GetAtt, Sub or DependsOn. */
export const referencesOf = ({ Resources }: Template): Map<string, Set<string>> => {
  const known = new Set(Object.keys(Resources));
  return new Map(
    Object.entries(Resources).map(([id, { Properties, DependsOn = [] }]) => {
      const named = [...namesIn(Properties), ...(typeof DependsOn === "string" ? [DependsOn] : DependsOn)];
      return [id, new Set(named.filter((name) => known.has(name)))];
    }),
  );
};

const namesIn = (value: unknown): string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => {
    if (key === "Ref") return [String(held)];
    if (key === "Fn::GetAtt") return [String(Array.isArray(held) ? held[0] : held).split(".")[0] ?? ""];
    return key === "Fn::Sub" ? [...namesInText(held), ...namesIn(held)] : namesIn(held);
  });
};

const namesInText = (sub: unknown): string[] => {
  const text = String(Array.isArray(sub) ? sub[0] : sub);
  return [...text.matchAll(/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z0-9.]+)?\}/g)].map((match) => match[1] ?? "");
};

/** A cycle, as the ids on it; an empty list when there is none. */
export const cycleIn = (graph: ReadonlyMap<string, ReadonlySet<string>>): string[] => {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return [];
    for (const next of graph.get(id) ?? []) {
      const cycle = visit(next, [...path, id]);
      if (cycle.length > 0) return cycle;
    }
    done.add(id);
    return [];
  };
  for (const id of graph.keys()) {
    const cycle = visit(id, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
};

/** Everything that a resource needs, directly or through others. */
export const neededBy = (
  graph: ReadonlyMap<string, ReadonlySet<string>>,
  id: string,
): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (at: string): void => {
    for (const next of graph.get(at) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(id);
  return found;
};

/** References to resources whose condition may be false where the referrer is there, as "referrer -> resource". */
export const danglingReferences = ({ Resources, Outputs = {} }: Template): string[] => {
  const conditional = new Map(
    Object.entries(Resources).flatMap(([id, { Condition }]) =>
      Condition === undefined ? [] : [[id, Condition]],
    ),
  );
  const missingIn = (id: string, condition: string | undefined, value: unknown): string[] =>
    unconditionalNames(value, condition === undefined ? [] : [condition]).flatMap(({ name, given }) => {
      const needed = conditional.get(name);
      return needed === undefined || given.includes(needed) ? [] : [`${id} -> ${name}`];
    });
  return [
    ...Object.entries(Resources).flatMap(([id, { Condition, Properties, DependsOn = [] }]) => [
      ...missingIn(id, Condition, Properties),
      ...missingIn(
        id,
        Condition,
        [DependsOn].flat().map((name) => ({ Ref: name })),
      ),
    ]),
    ...Object.entries(Outputs).flatMap(([id, { Condition, ...output }]) => missingIn(id, Condition, output)),
  ];
};

/** The names that a value refers to, each with the conditions under which that part of it counts. */
const unconditionalNames = (
  value: unknown,
  given: readonly string[],
): { readonly name: string; readonly given: readonly string[] }[] => {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => unconditionalNames(each, given));
  return Object.entries(value).flatMap(([key, held]) => {
    if (key === "Fn::If" && Array.isArray(held)) {
      const [condition, whenTrue, whenFalse] = held as [string, unknown, unknown];
      return [
        ...unconditionalNames(whenTrue, [...given, condition]),
        ...unconditionalNames(whenFalse, given),
      ];
    }
    if (key === "Ref" || key === "Fn::GetAtt")
      return namesIn({ [key]: held }).map((name) => ({ name, given }));
    if (key === "Fn::Sub")
      return [
        ...namesInText(held).map((name) => ({ name, given })),
        ...unconditionalNames(Array.isArray(held) ? held[1] : [], given),
      ];
    return unconditionalNames(held, given);
  });
};
