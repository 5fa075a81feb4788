/** Each service by itself, started from one template and asked one question. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { endCommands, startCommand } from "../support/local-command.js";
import { writeZip } from "../support/zip-archive.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "services-"));
  await writeFile(join(folder, "shop.yaml"), TEMPLATE);
  writeZip(join(folder, "shop.zip"), { "index.js": HANDLER });
});
afterEach(async () => {
  endCommands();
  await rm(folder, { recursive: true });
});

const HANDLER =
  "exports.handler = async ({ rawPath }) => ({ statusCode: 200, body: process.env.GREETING + rawPath })";

const TEMPLATE = `
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Token:
    Type: AWS::SecretsManager::Secret
    Properties: { Name: shop/token, GenerateSecretString: { PasswordLength: 20 } }
  Greeting:
    Type: AWS::SSM::Parameter
    Properties: { Name: /shop/greeting, Type: String, Value: hello }
  Shop:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: shop, Runtime: nodejs22.x, Handler: index.handler, Code: { S3Key: shop.zip } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: shop, ProtocolType: HTTP } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default } }
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: GET /orders, Target: !Sub "integrations/\${Integration}" }
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt Shop.Arn
      PayloadFormatVersion: "2.0"
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !GetAtt Shop.Arn
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub "arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*"
  People: { Type: AWS::Cognito::UserPool }
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref People
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid]
      CallbackURLs: [http://localhost:3000/]
      SupportedIdentityProviders: [!Ref Google]
  Google:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties:
      UserPoolId: !Ref People
      ProviderName: Google
      ProviderType: Google
      ProviderDetails: { client_id: shop, client_secret: secret, authorize_scopes: openid email }
  Identities:
    Type: AWS::Cognito::IdentityPool
    Properties:
      AllowUnauthenticatedIdentities: false
      CognitoIdentityProviders: [{ ClientId: !Ref Web, ProviderName: !GetAtt People.ProviderName }]
`;

const started = (service: string, ...options: string[]) =>
  startCommand("src/main.ts", [service, "--template", "shop.yaml", ...options], folder);

const call = async (url: string, target: string, input: object) => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
    body: JSON.stringify(input),
  });
  return response.json();
};

it("dynamodb has the tables of the template, and ends with the command", async () => {
  const { ready, stop } = await started("dynamodb");
  const client = new DynamoDBClient({
    endpoint: ready.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { TableNames } = await client.send(new ListTablesCommand({}));
  client.destroy();

  expect(TableNames).toEqual(["orders"]);
  expect(await stop("SIGTERM")).toBe(0);
  await expect(fetch(ready.url)).rejects.toThrow("fetch failed");
});

it("secrets keeps a generated secret in its folder across restarts", async () => {
  const secretOf = async () => {
    const { ready, stop } = await started("secrets", "--data", folder);
    const answer = await call(ready.url, "secretsmanager.GetSecretValue", { SecretId: "shop/token" });
    await stop("SIGTERM");
    return (answer as { SecretString: string }).SecretString;
  };
  const first = await secretOf();

  expect(first).toHaveLength(20);
  expect(await secretOf()).toBe(first);
});

it("parameters has the parameters of the template", async () => {
  const { ready } = await started("parameters");

  expect(await call(ready.url, "AmazonSSM.GetParameter", { Name: "/shop/greeting" })).toMatchObject({
    Parameter: { Value: "hello" },
  });
});

it("http-api calls the functions of the command functions", async () => {
  const functions = await started("functions", "--env", "GREETING=hello ");
  const api = await started("http-api", "--lambda-url", functions.ready.url);

  expect(await (await fetch(`${api.ready.url}/orders`)).text()).toBe("hello /orders");
  expect(await Promise.all([api.stop("SIGINT"), functions.stop("SIGINT")])).toEqual([0, 0]);
});

it("mail prints each message as a line of JSON", async () => {
  const { ready, nextLine } = await startCommand("src/main.ts", ["mail"], folder);
  const body = new URLSearchParams({
    Action: "Publish",
    PhoneNumber: "+15550100",
    Message: "Your code is 123456",
  });
  await fetch(ready.url, { method: "POST", body });

  expect(JSON.parse(await nextLine())).toMatchObject({ message: { channel: "SMS", to: "+15550100" } });
});

it("identity-pool knows the identity pool of the template, beside the user pool", async () => {
  const userPool = await started("user-pool", "--data", join(folder, "data"));
  const { ready } = await started("identity-pool", "--user-pool-url", userPool.ready.url);
  const [IdentityPoolId] = (ready as unknown as { identityPools: string[] }).identityPools;

  expect(await call(ready.url, "AWSCognitoIdentityService.GetId", { IdentityPoolId })).toMatchObject({
    __type: "NotAuthorizedException",
  });
});

it("user-pool sends a browser to the command google for a sign-in with Google", async () => {
  const google = await started("google");
  const { ready } = await started(
    "user-pool",
    "--data",
    join(folder, "data"),
    "--google-url",
    google.ready.url,
  );
  const [client] = (ready as unknown as { clients: { poolId: string; clientId: string }[] }).clients;
  const query = new URLSearchParams({
    client_id: client?.clientId ?? "",
    redirect_uri: "http://localhost:3000/",
    response_type: "code",
    scope: "openid",
    identity_provider: "Google",
  });
  const authorize = `${ready.url}/${client?.poolId}/oauth2/authorize?${query}`;
  const { headers } = await fetch(authorize, { redirect: "manual" });

  expect(headers.get("location")).toMatch(new RegExp(`^${google.ready.url}/.*client_id=shop`));
});
