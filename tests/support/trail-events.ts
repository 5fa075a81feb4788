/** CloudTrail's records of calls of the user pool's API, as EventBridge delivers them. */
export const POOL = "us-east-1_Example01";

const MASKED = "HIDDEN_DUE_TO_SECURITY_REASONS";

type Facts = Readonly<Record<string, unknown>>;

export const trailEvent = (eventName: string, sub: string | undefined, detail: Facts = {}) => ({
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.cognito-idp",
  account: "111122223333",
  time: "2025-01-01T00:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: {
    eventVersion: "1.11",
    eventSource: "cognito-idp.amazonaws.com",
    eventName,
    requestParameters: eventName.startsWith("Admin")
      ? { username: MASKED, userPoolId: POOL }
      : { accessToken: MASKED },
    responseElements: null,
    additionalEventData: { ...(sub !== undefined && { sub }) },
    eventType: "AwsApiCall",
    ...detail,
  },
});
