/**
 * Routes with IAM authorization. A request needs a version 4 signature for this API and Region. For
 * credentials of the local identity pool, the signature, session, expiry and role permissions are checked.
 * For other credentials the signature's value cannot be checked locally, but temporary credentials that the
 * pool did not issue are rejected.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
import type { ApiDefinition } from "./api-definition.js";
import { parseDecision } from "./authorizer-decision.js";
import { isSignedBy, type SignedRequest } from "./request-signature.js";

/** A session of temporary credentials. */
export type IamSession = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly userArn: string;
  /** In milliseconds. */
  readonly expiresAt: number;
  /** Policy documents of the role. */
  readonly policies: readonly unknown[];
  readonly identity: {
    readonly amr: readonly string[];
    readonly identityId: string;
    readonly identityPoolId: string;
  };
};

export type FindIamSession = (accessKeyId: string) => IamSession | undefined;

export type IamRequest = SignedRequest & { readonly routeArn: string };

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=([A-Za-z0-9]+)\/\d{8}\/([a-z0-9-]+)\/execute-api\/aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$/;
const TEMPORARY = /^ASIA/;

/** The caller identity for the function event. Undefined if the request is not authorized. */
export const iamCaller = async (
  api: ApiDefinition,
  asked: IamRequest,
  find: FindIamSession | undefined,
): Promise<object | undefined> => {
  const [, accessKey, region] = SIGNATURE.exec(asked.request.headers.authorization ?? "") ?? [];
  if (accessKey === undefined || region !== api.region) return undefined;
  const session = find?.(accessKey);
  if (session !== undefined)
    return (await mayInvoke(api, asked, session)) ? sessionOf(api, session) : undefined;
  if (find !== undefined && TEMPORARY.test(accessKey)) return undefined;
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

const mayInvoke = async (api: ApiDefinition, asked: IamRequest, session: IamSession): Promise<boolean> =>
  asked.at < session.expiresAt &&
  asked.request.headers["x-amz-security-token"] === session.sessionToken &&
  allows(session.policies, asked.routeArn) &&
  isSignedBy(asked, { ...session, region: api.region });

// All statements are evaluated together: a Deny in one policy overrides an Allow in another.
const allows = (policies: readonly unknown[], routeArn: string): boolean => {
  const Statement = policies.flatMap((policy) => (policy as { Statement?: unknown }).Statement ?? []);
  const decision = JSON.stringify({ principalId: "role", policyDocument: { Statement } });
  return parseDecision(decision, false)?.allows(routeArn) === true;
};

const sessionOf = (api: ApiDefinition, { accessKeyId, userArn, identity }: IamSession): object => ({
  accessKey: accessKeyId,
  accountId: api.accountId,
  callerId: `${accessKeyId}:CognitoIdentityCredentials`,
  cognitoIdentity: identity,
  principalOrgId: null,
  userArn,
  userId: `${accessKeyId}:CognitoIdentityCredentials`,
});
