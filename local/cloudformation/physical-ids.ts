/** The names, ids and ARNs that resources get on this machine: of the documented form, the same at every start. */
import { createHash } from "node:crypto";

export type Place = { readonly region: string; readonly accountId: string; readonly stackName: string };
export type Declared = {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
};
export type Identity = {
  /** What `Ref` answers. */
  readonly ref: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
};

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Letters that look random and depend on nothing but the stack and the resource. */
const letters = (place: Place, logicalId: string, alphabet: string, length: number): string => {
  const digest = createHash("sha512").update(`${place.stackName}/${place.region}/${logicalId}`).digest();
  return [...digest.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join("");
};

type Namer = (declared: Declared, place: Place, arn: (service: string, rest: string) => string) => Identity;

const named =
  (property: string, service: string, resource: (name: string) => string): Namer =>
  ({ logicalId, properties }, { stackName }, arn) => {
    const name = String(properties[property] ?? `${stackName}-${logicalId}`);
    return { ref: name, arn: arn(service, resource(name)), attributes: {} };
  };

const NAMERS: Readonly<Record<string, Namer>> = {
  "AWS::Lambda::Function": named("FunctionName", "lambda", (name) => `function:${name}`),
  "AWS::Events::EventBus": named("Name", "events", (name) => `event-bus/${name}`),
  "AWS::Logs::LogGroup": named("LogGroupName", "logs", (name) => `log-group:${name}:*`),
  "AWS::IAM::Role": named("RoleName", "iam", (name) => `role/${name}`),
  "AWS::S3::Bucket": named("BucketName", "s3", (name) => name.toLowerCase()),
  "AWS::SSM::Parameter": named("Name", "ssm", (name) => `parameter${name}`),
  "AWS::Events::Rule": ({ logicalId, properties }, { stackName }, arn) => {
    const name = String(properties.Name ?? `${stackName}-${logicalId}`);
    const bus = properties.EventBusName === undefined ? "" : `${String(properties.EventBusName)}/`;
    return { ref: name, arn: arn("events", `rule/${bus}${name}`), attributes: {} };
  },
  "AWS::DynamoDB::Table": ({ logicalId, properties }, { stackName }, arn) => {
    const name = String(properties.TableName ?? `${stackName}-${logicalId}`);
    const tableArn = arn("dynamodb", `table/${name}`);
    return {
      ref: name,
      arn: tableArn,
      attributes: { StreamArn: `${tableArn}/stream/2025-01-01T00:00:00.000` },
    };
  },
  "AWS::SecretsManager::Secret": ({ logicalId, properties }, place, arn) => {
    const name = String(properties.Name ?? `${place.stackName}-${logicalId}`);
    const secret = arn("secretsmanager", `secret:${name}-${letters(place, logicalId, ALPHANUMERIC, 6)}`);
    return { ref: secret, arn: secret, attributes: { Id: secret } };
  },
  "AWS::SQS::Queue": ({ logicalId, properties }, { stackName, region, accountId }, arn) => {
    const name = String(properties.QueueName ?? `${stackName}-${logicalId}`);
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return { ref: url, arn: arn("sqs", name), attributes: { QueueName: name, QueueUrl: url } };
  },
  "AWS::Cognito::UserPool": ({ logicalId }, place, arn) => {
    const id = `${place.region}_${letters(place, logicalId, ALPHANUMERIC, 9)}`;
    const provider = `cognito-idp.${place.region}.amazonaws.com/${id}`;
    const attributes = { UserPoolId: id, ProviderName: provider, ProviderURL: `https://${provider}` };
    return { ref: id, arn: arn("cognito-idp", `userpool/${id}`), attributes };
  },
  "AWS::Cognito::UserPoolClient": ({ logicalId }, place) => {
    const id = letters(place, logicalId, LOWER, 26);
    return { ref: id, arn: id, attributes: { ClientId: id } };
  },
  "AWS::ApiGatewayV2::Api": ({ logicalId }, place, arn) => {
    const id = letters(place, logicalId, LOWER, 10);
    const endpoint = `https://${id}.execute-api.${place.region}.amazonaws.com`;
    return { ref: id, arn: arn("execute-api", id), attributes: { ApiId: id, ApiEndpoint: endpoint } };
  },
};

/** Names a resource. Types without a rule of their own get a short id. */
export const identify = (declared: Declared, place: Place): Identity => {
  const arn = (service: string, rest: string) =>
    `arn:aws:${service}:${place.region}:${place.accountId}:${rest}`;
  const namer = NAMERS[declared.type];
  if (namer) return namer(declared, place, arn);
  const id = letters(place, declared.logicalId, LOWER, 10);
  const service = declared.type.split("::")[1]?.toLowerCase() ?? "resource";
  return { ref: id, arn: arn(service, id), attributes: {} };
};
