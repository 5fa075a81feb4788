/**
 * Routes for callers with an IAM identity. A request needs a signature of version 4 for this API and Region;
 * its value is not checked, because there are no identities here to check it against.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
import type { ApiDefinition } from "./api-definition.js";
import type { BaseEvent } from "./event.js";

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=([A-Za-z0-9]+)\/\d{8}\/([a-z0-9-]+)\/execute-api\/aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$/;

/** What the function is told of the caller; undefined for a request that is not signed for this API. */
export const iamCaller = (api: ApiDefinition, { headers }: BaseEvent): object | undefined => {
  const [, accessKey, region] = SIGNATURE.exec(headers.authorization ?? "") ?? [];
  if (accessKey === undefined || region !== api.region) return undefined;
  return {
    accessKey,
    accountId: api.accountId,
    callerId: accessKey,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: `arn:aws:iam::${api.accountId}:user/${accessKey}`,
    userId: accessKey,
  };
};
