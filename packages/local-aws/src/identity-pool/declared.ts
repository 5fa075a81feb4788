/** The identity pools of a template, with providers, roles and role mapping rules. */
import { isJsonObject, type JsonObject } from "../aws-json/json.js";
import type { Stack } from "../template/index.js";

export type RoleRule = {
  readonly claim: string;
  readonly match: string;
  readonly value: string;
  readonly roleArn: string;
};

export type RoleMapping = {
  /** `Rules`, or `Token` to use `cognito:preferred_role`. */
  readonly type: string;
  readonly ambiguous: string;
  readonly rules: readonly RoleRule[];
};

export type PoolProvider = {
  /** Without `https://`, as in `Logins`. */
  readonly name: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly serverSideCheck: boolean;
  readonly mapping: RoleMapping | undefined;
};

export type DeclaredIdentityPool = {
  readonly id: string;
  readonly classicFlow: boolean;
  /** Whether identities without a login get credentials. */
  readonly guests: boolean;
  readonly providers: readonly PoolProvider[];
  readonly authenticatedRole: string | undefined;
  readonly guestRole: string | undefined;
};

export type DeclaredRole = {
  readonly arn: string;
  readonly name: string;
  readonly policies: readonly unknown[];
};

export const declaredIdentityPools = (stack: Stack): DeclaredIdentityPool[] =>
  stack.resources("AWS::Cognito::IdentityPool").map(({ physicalId, properties }) => {
    const attached = stack
      .resources("AWS::Cognito::IdentityPoolRoleAttachment")
      .find((each) => each.properties.IdentityPoolId === physicalId)?.properties;
    const mappings = Object.values(objectOf(attached?.RoleMappings)).map(objectOf);
    const roles = objectOf(attached?.Roles);
    return {
      id: physicalId,
      classicFlow: properties.AllowClassicFlow === true,
      guests: properties.AllowUnauthenticatedIdentities === true,
      authenticatedRole: textOf(roles.authenticated),
      guestRole: textOf(roles.unauthenticated),
      providers: listOf(properties.CognitoIdentityProviders).map((provider) =>
        providerOf(provider, mappings),
      ),
    };
  });

/** Roles with their inline policies, and those of the policy resources that name them. */
export const declaredRoles = (stack: Stack): DeclaredRole[] =>
  stack.resources("AWS::IAM::Role").map(({ arn, physicalId, properties }) => ({
    arn,
    name: physicalId,
    policies: [
      ...listOf(properties.Policies),
      ...stack
        .resources("AWS::IAM::Policy")
        .flatMap(({ properties: { Roles, ...policy } }) =>
          Array.isArray(Roles) && Roles.includes(physicalId) ? [policy] : [],
        ),
    ].map(({ PolicyDocument }) => PolicyDocument),
  }));

const providerOf = (provider: JsonObject, mappings: readonly JsonObject[]): PoolProvider => {
  const name = String(provider.ProviderName);
  const clientId = String(provider.ClientId);
  const mapping = mappings.find(({ IdentityProvider }) => IdentityProvider === `${name}:${clientId}`);
  return {
    ...{ name, clientId },
    userPoolId: name.slice(name.indexOf("/") + 1),
    serverSideCheck: provider.ServerSideTokenCheck === true,
    mapping: mapping && mappingOf(mapping),
  };
};

const mappingOf = ({ Type, AmbiguousRoleResolution, RulesConfiguration }: JsonObject): RoleMapping => ({
  type: String(Type),
  ambiguous: String(AmbiguousRoleResolution ?? "Deny"),
  rules: listOf(objectOf(RulesConfiguration).Rules).map(({ Claim, MatchType, Value, RoleARN }) => ({
    claim: String(Claim),
    match: String(MatchType),
    value: String(Value),
    roleArn: String(RoleARN),
  })),
});

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
