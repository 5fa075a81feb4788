/** Reads pool declarations from a CloudFormation stack with resolved intrinsics. */
import type { OAuthDeclarations } from "./oauth/declare-oauth.js";
import type { GroupDeclaration, PoolDeclaration } from "./store/declare-pools.js";

interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly arn?: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ResolvedStack {
  resources(type: string): readonly StackResource[];
}

/** Returns pools with their clients and groups, which refer to their pool by its physical id. */
export function poolsFromStack(stack: ResolvedStack): PoolDeclaration[] {
  const clients = stack.resources("AWS::Cognito::UserPoolClient");
  const groups = stack.resources("AWS::Cognito::UserPoolGroup");
  return stack.resources("AWS::Cognito::UserPool").map(({ logicalId, physicalId: id, arn, properties }) => {
    const isOfPool = (resource: StackResource) => resource.properties.UserPoolId === id;
    return {
      id,
      name: textOf(properties.UserPoolName) ?? logicalId,
      arn: arn ?? `arn:aws:cognito-idp:${id.slice(0, id.indexOf("_"))}:000000000000:userpool/${id}`,
      properties,
      clients: clients.filter(isOfPool).map((client) => ({
        id: client.physicalId,
        properties: { ClientName: client.logicalId, ...client.properties },
      })),
      groups: groups.filter(isOfPool).map((group) => groupOf(group)),
      oauth: oauthOf(stack, isOfPool),
    };
  });
}

function oauthOf(stack: ResolvedStack, isOfPool: (resource: StackResource) => boolean): OAuthDeclarations {
  const propertiesOf = (kind: string) =>
    stack
      .resources(`AWS::Cognito::UserPool${kind}`)
      .filter(isOfPool)
      .map(({ properties }) => properties);
  return {
    resourceServers: propertiesOf("ResourceServer"),
    domains: propertiesOf("Domain"),
    identityProviders: propertiesOf("IdentityProvider"),
  };
}

function groupOf({ physicalId, properties }: StackResource): GroupDeclaration {
  const { Precedence: precedence } = properties;
  const description = textOf(properties.Description);
  const roleArn = textOf(properties.RoleArn);
  return {
    name: textOf(properties.GroupName) ?? physicalId,
    ...(description !== undefined && { description }),
    ...(roleArn !== undefined && { roleArn }),
    ...(precedence !== undefined && { precedence: Number(precedence) }),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
