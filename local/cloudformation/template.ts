/** Reads a packaged CloudFormation template: every resource with its intrinsics resolved and its names given. */
import { readFile } from "node:fs/promises";
import { evaluate, NO_VALUE, resolve, type Scope } from "./intrinsics.js";
import { type Identity, identify, type Place } from "./physical-ids.js";

export type Resource = {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` answers: the name, id or URL, as the type has it. */
  readonly physicalId: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

export type Template = {
  resources(type: string): readonly Resource[];
  /** @throws Error when the template has no such resource. */
  resource(logicalId: string): Resource;
};

type RawResource = {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Condition?: string;
};
type RawTemplate = {
  readonly Resources: Readonly<Record<string, RawResource>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
};

export const readTemplate = async (file: string, place: Place): Promise<Template> =>
  parseTemplate(JSON.parse(await readFile(file, "utf8")) as RawTemplate, place);

/** @throws Error naming the place of anything that cannot be resolved. */
export const parseTemplate = (raw: RawTemplate, place: Place): Template => {
  const scope = scopeOf(raw, place);
  const resources = Object.entries(raw.Resources)
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([logicalId, { Type, Properties }]): Resource => {
      const { ref, arn } = scope.identity(logicalId);
      const properties = resolve(Properties ?? {}, scope, logicalId) as Record<string, unknown>;
      return { logicalId, type: Type, physicalId: ref, arn, properties };
    });
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  return {
    resources: (type) => resources.filter((resource) => resource.type === type),
    resource: (logicalId) => {
      const resource = byId.get(logicalId);
      if (!resource) throw new Error(`the template has no resource ${logicalId}`);
      return resource;
    },
  };
};

const scopeOf = (raw: RawTemplate, place: Place): Scope & { identity(logicalId: string): Identity } => {
  const pseudo: Readonly<Record<string, unknown>> = {
    "AWS::Region": place.region,
    "AWS::AccountId": place.accountId,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": place.stackName,
    "AWS::StackId": `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${place.stackName}/local`,
    "AWS::NoValue": NO_VALUE,
  };
  const identities = new Map<string, Identity>();
  const identity = (logicalId: string): Identity => {
    const known = identities.get(logicalId);
    if (known) return known;
    const declared = raw.Resources[logicalId];
    if (!declared) throw new Error(`the template has no resource ${logicalId}`);
    // Names may themselves hold intrinsics, so only what names a resource is resolved here.
    const names = Object.entries(declared.Properties ?? {}).filter(([key]) => /Name$/.test(key));
    const properties = resolve(Object.fromEntries(names), scope, logicalId) as Record<string, unknown>;
    const given = identify({ logicalId, type: declared.Type, properties }, place);
    identities.set(logicalId, given);
    return given;
  };
  const scope = {
    identity,
    ref: (name: string): unknown => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (raw.Resources[name]) return identity(name).ref;
      return raw.Parameters?.[name]?.Default;
    },
    attribute: (logicalId: string, attribute: string): unknown => {
      if (!raw.Resources[logicalId]) return undefined;
      const { arn, attributes } = identity(logicalId);
      return attribute === "Arn" ? arn : attributes[attribute];
    },
    condition: (name: string): boolean => evaluate(raw.Conditions?.[name], scope, `condition ${name}`),
  };
  return scope;
};
