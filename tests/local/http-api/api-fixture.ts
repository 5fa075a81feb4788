/** An HTTP API whose functions are in the test: every call is recorded, and answered as the test says. */
import {
  type HttpApi,
  type HttpApiOptions,
  type InvokeResult,
  startHttpApi,
} from "../../../local/http-api/index.js";
import { readStack } from "../../../local/template/index.js";

type Json = Readonly<Record<string, unknown>>;

export type Call = {
  readonly functionName: string;
  readonly event: RecordedEvent;
  readonly timeoutMs: number;
};

/** What tests look at in an event; everything else is there too. */
export type RecordedEvent = Json & {
  readonly routeKey: string;
  readonly rawPath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: Json & { readonly http: Json; readonly authorizer?: unknown };
};

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
    Resources[`Route${index}`] = {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: { ApiId: ref("Api"), RouteKey: key, Target, ...custom },
    };
  });
  return { Resources };
};

export type Answers = Readonly<Record<string, (event: RecordedEvent) => unknown>>;

/** A function that fails as a thrown error makes it fail. */
export const thrown = (errorMessage: string): InvokeResult => ({
  statusCode: 200,
  functionError: "Unhandled",
  payload: JSON.stringify({ errorType: "Error", errorMessage, trace: [] }),
});

export type TestedApi = HttpApi & {
  readonly calls: readonly Call[];
  /** The events that a function received. */
  events(functionName?: string): readonly RecordedEvent[];
};

/** An answer that is not an InvokeResult is the function's own result. */
export const startApi = async (
  declaration: ApiDeclaration,
  answers: Answers = {},
  more: Partial<HttpApiOptions> = {},
): Promise<TestedApi> => {
  const calls: Call[] = [];
  const stack = readStack({
    template: templateOf(declaration),
    region: "us-east-1",
    accountId: "123456789012",
    stackName: "shop",
  });
  const api = await startHttpApi({
    stack,
    invoke: async (functionArn, event, timeoutMs) => {
      const functionName = functionArn.split(":").at(-1) ?? "";
      calls.push({ functionName, event: event as RecordedEvent, timeoutMs });
      const answer = await (answers[functionName] ?? (() => ({ statusCode: 200, body: "ok" })))(
        event as RecordedEvent,
      );
      if (isResult(answer)) return answer;
      return { statusCode: 200, payload: JSON.stringify(answer ?? null) };
    },
    ...more,
  });
  return {
    ...api,
    calls,
    events: (functionName = "main") =>
      calls.filter((call) => call.functionName === functionName).map(({ event }) => event),
  };
};

const isResult = (answer: unknown): answer is InvokeResult =>
  typeof answer === "object" && answer !== null && "payload" in answer && "statusCode" in answer;
