/** How long names of AWS resources may be: a longer one is refused in the middle of a deployment. */
import type { Stack } from "../../packages/local-aws/src/template/index.js";

const MOST: Readonly<Record<string, readonly [property: string, most: number]>> = {
  "AWS::ApiGatewayV2::Api": ["Name", 128],
  "AWS::Cognito::IdentityPool": ["IdentityPoolName", 128],
  "AWS::Cognito::UserPool": ["UserPoolName", 128],
  "AWS::Cognito::UserPoolClient": ["ClientName", 128],
  "AWS::Cognito::UserPoolDomain": ["Domain", 63],
  "AWS::Cognito::UserPoolGroup": ["GroupName", 128],
  "AWS::Cognito::UserPoolIdentityProvider": ["ProviderName", 32],
  "AWS::DynamoDB::Table": ["TableName", 255],
  "AWS::Events::EventBus": ["Name", 256],
  "AWS::IAM::Policy": ["PolicyName", 128],
  "AWS::IAM::Role": ["RoleName", 64],
  "AWS::Lambda::Function": ["FunctionName", 64],
  "AWS::Logs::LogGroup": ["LogGroupName", 512],
  "AWS::SSM::Parameter": ["Name", 1011],
  "AWS::SecretsManager::Secret": ["Name", 512],
  "AWS::SQS::Queue": ["QueueName", 80],
};

export const tooLongNames = (stack: Stack): string[] =>
  Object.entries(MOST).flatMap(([type, [property, most]]) =>
    stack.resources(type).flatMap(({ logicalId, properties }) => {
      const name = String(properties[property] ?? "");
      return name.length > most ? [`${logicalId}: ${name}`] : [];
    }),
  );
