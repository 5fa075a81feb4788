/** Lambda, API Gateway HTTP APIs and CloudFront. */
import {
  ALPHABETS,
  arn,
  type Kinds,
  letters,
  named,
  type Subject,
  textOf,
  uuid,
  withId,
  withName,
} from "./kind.js";

const functionName = named("FunctionName");
const functionArn = (subject: Subject): string => arn(subject, "lambda", `function:${functionName(subject)}`);

/** The function of a version, alias or URL. They refer to it by name or by any form of its ARN. */
const targetArn = (subject: Subject, property: string): string => {
  const target = textOf(subject, property) ?? "";
  return target.startsWith("arn:") ? target : arn(subject, "lambda", `function:${target}`);
};

const versionArn = (subject: Subject): string => `${targetArn(subject, "FunctionName")}:1`;
const aliasArn = (subject: Subject): string =>
  `${targetArn(subject, "FunctionName")}:${textOf(subject, "Name") ?? ""}`;
const layerArn = (subject: Subject): string =>
  arn(subject, "lambda", `layer:${named("LayerName")(subject)}:1`);

const apiId = (subject: Subject): string => letters(subject, 10, ALPHABETS.lower);
const distributionHost = (subject: Subject): string =>
  `d${letters(subject, 13, ALPHABETS.lower)}.cloudfront.net`;
const distributionId = (subject: Subject): string => `E${letters(subject, 13, ALPHABETS.upper)}`;
const edgeFunctionArn = (subject: Subject): string =>
  `arn:${subject.partition}:cloudfront::${subject.accountId}:function/${named("Name")(subject)}`;

export const computeKinds: Kinds = {
  "AWS::Lambda::Function": { ref: functionName, attributes: { Arn: functionArn } },
  "AWS::Lambda::Version": { ref: versionArn, attributes: { FunctionArn: versionArn, Version: () => "1" } },
  "AWS::Lambda::Alias": { ref: aliasArn, attributes: { AliasArn: aliasArn } },
  "AWS::Lambda::LayerVersion": { ref: layerArn, attributes: { LayerVersionArn: layerArn } },
  "AWS::Lambda::EventSourceMapping": { ref: uuid, attributes: { Id: uuid } },
  "AWS::Lambda::Url": {
    ref: (subject) => targetArn(subject, "TargetFunctionArn"),
    attributes: {
      FunctionArn: (subject) => targetArn(subject, "TargetFunctionArn"),
      FunctionUrl: (subject) =>
        `https://${letters(subject, 32, ALPHABETS.lower)}.lambda-url.${subject.region}.on.aws/`,
    },
  },
  "AWS::ApiGatewayV2::Api": {
    ref: apiId,
    attributes: {
      ApiId: apiId,
      ApiEndpoint: (subject) =>
        `https://${apiId(subject)}.execute-api.${subject.region}.${subject.urlSuffix}`,
    },
  },
  "AWS::ApiGatewayV2::Stage": withName("StageName"),
  "AWS::ApiGatewayV2::Route": withId(7),
  "AWS::ApiGatewayV2::Integration": withId(7),
  "AWS::ApiGatewayV2::Authorizer": {
    ...withId(6),
    attributes: { AuthorizerId: (subject) => letters(subject, 6, ALPHABETS.lower) },
  },
  "AWS::ApiGatewayV2::Deployment": withId(6),
  "AWS::ApiGatewayV2::DomainName": withName("DomainName"),
  "AWS::CloudFront::Distribution": {
    ref: distributionId,
    attributes: { Id: distributionId, DomainName: distributionHost },
  },
  "AWS::CloudFront::Function": { ref: edgeFunctionArn, attributes: { FunctionARN: edgeFunctionArn } },
  "AWS::CloudFront::OriginAccessControl": withId(14, ALPHABETS.upper),
  "AWS::CloudFront::CachePolicy": { ref: uuid },
  "AWS::CloudFront::OriginRequestPolicy": { ref: uuid },
  "AWS::CloudFront::ResponseHeadersPolicy": { ref: uuid },
};
