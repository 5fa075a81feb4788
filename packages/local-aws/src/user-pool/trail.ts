/**
 * What CloudTrail records of an API call, in the form that EventBridge delivers
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-info-in-cloudtrail.html). Names and tokens
 * are masked; the user is named by `sub` only. A call with an access token names no pool.
 */
import { randomUUID } from "node:crypto";
import type { Pool } from "./store/pool.js";
import type { User } from "./store/user.js";

/** An event of an AWS service, for the default event bus. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type OnServiceEvent = (event: ServiceEvent) => void;

/** Records a successful call. */
export type Trail = (call: RecordedCall) => void;

export interface RecordedCall {
  readonly name: string;
  readonly pool: Pool;
  readonly user: Pick<User, "sub">;
  /** The member of the request that names the user. It is masked. */
  readonly namedBy: "username" | "accessToken";
}

interface Place {
  readonly region: string;
  readonly accountId: string;
  now(): number;
}

const MASKED = "HIDDEN_DUE_TO_SECURITY_REASONS";

export const trailTo =
  (onServiceEvent: OnServiceEvent, place: Place): Trail =>
  (call) =>
    onServiceEvent({
      source: "aws.cognito-idp",
      detailType: "AWS API Call via CloudTrail",
      detail: recordOf(call, place),
    });

const recordOf = (
  { name, pool, user, namedBy }: RecordedCall,
  { region, accountId, now }: Place,
): Readonly<Record<string, unknown>> => {
  const signed = namedBy === "username";
  return {
    eventVersion: "1.11",
    userIdentity: signed
      ? { type: "IAMUser", principalId: accountId, arn: `arn:aws:iam::${accountId}:user/local`, accountId }
      : { type: "Unknown", principalId: "Anonymous" },
    eventTime: `${new Date(now()).toISOString().slice(0, 19)}Z`,
    eventSource: "cognito-idp.amazonaws.com",
    eventName: name,
    awsRegion: region,
    sourceIPAddress: "127.0.0.1",
    userAgent: "local-aws",
    requestParameters: { [namedBy]: MASKED, ...(signed && { userPoolId: pool.id }) },
    responseElements: null,
    additionalEventData: { sub: user.sub },
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: "Management",
  };
};
