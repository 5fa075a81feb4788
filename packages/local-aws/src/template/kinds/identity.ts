/** Cognito, IAM, KMS and Secrets Manager. */
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

const poolId = (subject: Subject): string => `${subject.region}_${letters(subject, 9, ALPHABETS.mixed)}`;
const poolHost = (subject: Subject): string =>
  `cognito-idp.${subject.region}.${subject.urlSuffix}/${poolId(subject)}`;

const clientId = (subject: Subject): string => letters(subject, 26, ALPHABETS.lower);

const pathOf = (subject: Subject): string => textOf(subject, "Path") ?? "/";
const iamArn = (subject: Subject, kind: string, name: string): string =>
  `arn:${subject.partition}:iam::${subject.accountId}:${kind}${pathOf(subject)}${name}`;

const roleName = named("RoleName");
const managedPolicyArn = (subject: Subject): string =>
  iamArn(subject, "policy", named("ManagedPolicyName")(subject));

const secretArn = (subject: Subject): string =>
  arn(subject, "secretsmanager", `secret:${named("Name")(subject)}-${letters(subject, 6, ALPHABETS.mixed)}`);

export const identityKinds: Kinds = {
  "AWS::Cognito::UserPool": {
    ref: poolId,
    attributes: {
      Arn: (subject) => arn(subject, "cognito-idp", `userpool/${poolId(subject)}`),
      ProviderName: poolHost,
      ProviderURL: (subject) => `https://${poolHost(subject)}`,
      UserPoolId: poolId,
    },
  },
  "AWS::Cognito::UserPoolClient": {
    ref: clientId,
    attributes: { ClientId: clientId, Name: named("ClientName") },
  },
  "AWS::Cognito::UserPoolDomain": withName("Domain"),
  "AWS::Cognito::UserPoolGroup": withName("GroupName"),
  "AWS::Cognito::UserPoolIdentityProvider": withName("ProviderName"),
  "AWS::Cognito::UserPoolResourceServer": withName("Identifier"),
  "AWS::IAM::Role": {
    ref: roleName,
    attributes: {
      Arn: (subject) => iamArn(subject, "role", roleName(subject)),
      RoleId: (subject) => `AROA${letters(subject, 17, ALPHABETS.upper)}`,
    },
  },
  "AWS::IAM::ManagedPolicy": { ref: managedPolicyArn, attributes: { PolicyArn: managedPolicyArn } },
  "AWS::IAM::Policy": withName("PolicyName"),
  "AWS::KMS::Key": {
    ref: uuid,
    attributes: { Arn: (subject) => arn(subject, "kms", `key/${uuid(subject)}`), KeyId: uuid },
  },
  "AWS::KMS::Alias": withName("AliasName"),
  "AWS::SecretsManager::Secret": { ref: secretArn, attributes: { Id: secretArn, Arn: secretArn } },
  "AWS::WAFv2::WebACL": {
    ref: (subject) => `${named("Name")(subject)}|${uuid(subject)}|${textOf(subject, "Scope") ?? "REGIONAL"}`,
    attributes: {
      Arn: (subject) => {
        const scope = textOf(subject, "Scope") === "CLOUDFRONT" ? "global" : "regional";
        return arn(subject, "wafv2", `${scope}/webacl/${named("Name")(subject)}/${uuid(subject)}`);
      },
      Id: uuid,
    },
  },
  "AWS::Cognito::IdentityPool": { ref: (subject) => `${subject.region}:${uuid(subject)}` },
  "AWS::Cognito::ManagedLoginBranding": withId(36),
};
