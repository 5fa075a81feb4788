/** The template of an HTTP API: undeclared parts are as the Serverless Framework writes them. */
type Json = Readonly<Record<string, unknown>>;

export type RouteDeclaration = {
  readonly key: string;
  readonly functionName?: string;
  readonly authorizer?: string;
};

export type ApiDeclaration = {
  readonly routes?: readonly (string | RouteDeclaration)[];
  /** Properties over those of a simple-response authorizer, by name. */
  readonly authorizers?: Readonly<Record<string, Json>>;
  readonly api?: Json;
  readonly stage?: Json;
  readonly integration?: Json;
  /** Replaces the permissions of all functions. */
  readonly permission?: Json;
};

const ref = (logicalId: string) => ({ Ref: logicalId });
const arnOf = (logicalId: string) => ({ "Fn::GetAtt": [logicalId, "Arn"] });

const functionResources = (name: string, permission: Json) => ({
  [`${name}Function`]: { Type: "AWS::Lambda::Function", Properties: { FunctionName: name } },
  [`${name}Permission`]: {
    Type: "AWS::Lambda::Permission",
    Properties: {
      FunctionName: arnOf(`${name}Function`),
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: { "Fn::Join": ["", ["arn:aws:execute-api:us-east-1:123456789012:", ref("Api"), "/*"]] },
      ...permission,
    },
  },
  [`${name}Integration`]: {
    Type: "AWS::ApiGatewayV2::Integration",
    Properties: {
      ApiId: ref("Api"),
      IntegrationType: "AWS_PROXY",
      IntegrationUri: arnOf(`${name}Function`),
      PayloadFormatVersion: "2.0",
    },
  },
});

export const templateOf = (declaration: ApiDeclaration) => {
  const { routes = ["$default"], authorizers = {}, api = {}, stage = {}, permission = {} } = declaration;
  const declared = routes.map((route) =>
    typeof route === "string" ? { key: route } : route,
  ) as RouteDeclaration[];
  const names = new Set([
    ...declared.map(({ functionName = "main" }) => functionName),
    ...Object.keys(authorizers),
  ]);
  const Resources: Record<string, { Type: string; Properties: Json }> = {
    Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "shop", ProtocolType: "HTTP", ...api } },
    Stage: {
      Type: "AWS::ApiGatewayV2::Stage",
      Properties: { ApiId: ref("Api"), StageName: "$default", ...stage },
    },
  };
  for (const name of names) Object.assign(Resources, functionResources(name, permission));
  const main = Resources.mainIntegration;
  if (main)
    Resources.mainIntegration = { ...main, Properties: { ...main.Properties, ...declaration.integration } };
  for (const [name, properties] of Object.entries(authorizers)) {
    const uri = [
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/",
      arnOf(`${name}Function`),
      "/invocations",
    ];
    Resources[`${name}Authorizer`] = {
      Type: "AWS::ApiGatewayV2::Authorizer",
      Properties: {
        ApiId: ref("Api"),
        AuthorizerType: "REQUEST",
        AuthorizerPayloadFormatVersion: "2.0",
        EnableSimpleResponses: true,
        AuthorizerUri: { "Fn::Join": ["", uri] },
        ...properties,
      },
    };
  }
  declared.forEach(({ key, functionName = "main", authorizer }, index) => {
    const Target = { "Fn::Join": ["/", ["integrations", ref(`${functionName}Integration`)]] };
    const custom = authorizer && {
      AuthorizationType: "CUSTOM",
      AuthorizerId: ref(`${authorizer}Authorizer`),
    };
    const declaredAs = authorizer === "iam" ? { AuthorizationType: "AWS_IAM" } : custom;
    Resources[`Route${index}`] = {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: { ApiId: ref("Api"), RouteKey: key, Target, ...declaredAs },
    };
  });
  return { Resources };
};
