/** Resolves all names in a template: parameters, mappings, conditions and resources. */
import { conditionEvaluator } from "./conditions.js";
import { type Names, resolve } from "./intrinsics.js";
import { computeKinds } from "./kinds/compute.js";
import { dataKinds } from "./kinds/data.js";
import { identityKinds } from "./kinds/identity.js";
import type { Kind, Kinds, Subject } from "./kinds/kind.js";
import { parameterValues, partitionOf, pseudoParameter, type Surroundings } from "./parameters.js";
import type { ResourceDeclaration, TemplateDocument } from "./template-document.js";
import { TemplateError } from "./template-error.js";

const KINDS: Kinds = { ...identityKinds, ...computeKinds, ...dataKinds };
// Default for types that no kind describes: a name of this form.
const UNKNOWN_KIND: Kind = { ref: ({ stackName, logicalId }) => `${stackName}-${logicalId}` };

export type StackNames = Names & {
  /** The resources whose condition is true. */
  readonly declared: ReadonlyMap<string, ResourceDeclaration>;
  identity(logicalId: string): { readonly physicalId: string; readonly arn: string };
};

type Outside = Pick<Names, "ref" | "mapping">;

export const stackNames = (document: TemplateDocument, surroundings: Surroundings): StackNames => {
  const outside = namesOutside(document, surroundings);
  const condition = conditionEvaluator(document.Conditions ?? {}, {
    ...outside,
    attribute: (_, __, place) => {
      throw new TemplateError(place, "a condition cannot depend on a resource");
    },
  });
  const declared = new Map(
    Object.entries(document.Resources).filter(
      ([logicalId, { Condition }]) =>
        Condition === undefined || condition(Condition, `Resources.${logicalId}.Condition`),
    ),
  );
  return { declared, condition, ...outside, ...resourceNames(declared, surroundings, outside, condition) };
};

const resourceNames = (
  declared: ReadonlyMap<string, ResourceDeclaration>,
  surroundings: Surroundings,
  outside: Outside,
  condition: Names["condition"],
): Pick<StackNames, "ref" | "attribute" | "identity"> => {
  const ref: Names["ref"] = (name, place) => {
    const resource = declared.get(name);
    return resource === undefined
      ? outside.ref(name, place)
      : knownKind(resource.Type, place).ref(subject(name));
  };
  const attribute: Names["attribute"] = (logicalId, name, place) => {
    const resource = declared.get(logicalId);
    if (resource === undefined) throw new TemplateError(place, `there is no resource ${logicalId}`);
    const value = knownKind(resource.Type, place).attributes?.[name]?.(subject(logicalId));
    if (value !== undefined) return value;
    throw new TemplateError(place, `${logicalId} (${resource.Type}) has no attribute ${name} here`);
  };
  const subject = (logicalId: string): Subject => ({
    logicalId,
    ...surroundings,
    partition: partitionOf(surroundings.region),
    urlSuffix: String(pseudoParameter("AWS::URLSuffix", surroundings)),
    property: (name) => {
      const place = `Resources.${logicalId}.Properties.${name}`;
      const names = { ref, attribute, condition, mapping: outside.mapping };
      const value = resolve(declared.get(logicalId)?.Properties?.[name], names, place);
      return typeof value === "symbol" ? undefined : value;
    },
  });
  const identity = (logicalId: string) => {
    const kind = KINDS[declared.get(logicalId)?.Type ?? ""] ?? UNKNOWN_KIND;
    const physicalId = kind.ref(subject(logicalId));
    return { physicalId, arn: String(kind.attributes?.Arn?.(subject(logicalId)) ?? physicalId) };
  };
  return { ref, attribute, identity };
};

const knownKind = (type: string, place: string): Kind => {
  const kind = KINDS[type];
  if (kind !== undefined) return kind;
  throw new TemplateError(
    place,
    `Ref and Fn::GetAtt of ${type} are not implemented; see src/template/kinds/`,
  );
};

const namesOutside = (document: TemplateDocument, surroundings: Surroundings): Outside => {
  const parameters = parameterValues(document, surroundings);
  return {
    ref: (name, place) => {
      const value = name.startsWith("AWS::") ? pseudoParameter(name, surroundings) : parameters.get(name);
      if (value !== undefined) return value;
      throw new TemplateError(place, `there is no parameter or resource ${name}`);
    },
    mapping: (map, first, second, place) => {
      const value = document.Mappings?.[map]?.[first]?.[second];
      if (value !== undefined) return value;
      throw new TemplateError(place, `there is no mapping ${map}.${first}.${second}`);
    },
  };
};
