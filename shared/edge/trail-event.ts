/**
 * CloudTrail's record of a call of the user pool's API, as EventBridge delivers it. It names the user by `sub`, never by
 * name. A call with an access token names no pool.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-info-in-cloudtrail.html
 */
import * as z from "zod/mini";

const text = z.catch(z.optional(z.string()), undefined);
const facts = z.catch(z.looseObject({ sub: text, userPoolId: text }), {});

const record = z.object({
  detail: z.looseObject({
    eventName: z.string(),
    errorCode: text,
    requestParameters: facts,
    additionalEventData: facts,
  }),
});

export type TrailCall = {
  /** A name of our list, or `other`. */
  readonly name: string;
  /** True if Cognito refused the call. */
  readonly refused: boolean;
  readonly sub: string | undefined;
  readonly userPoolId: string | undefined;
};

/** Calls that end a user of the pool. */
const ENDING_CALLS = ["AdminDeleteUser", "AdminDisableUser", "DeleteUser"];

/** Undefined if the event does not have the documented form. */
export const trailCall = (event: unknown): TrailCall | undefined => {
  const parsed = record.safeParse(event);
  if (!parsed.success) return undefined;
  const { eventName, errorCode, requestParameters, additionalEventData } = parsed.data.detail;
  return {
    name: ENDING_CALLS.find((name) => name === eventName) ?? "other",
    // Successful calls of some operations carry an empty code.
    refused: errorCode !== undefined && errorCode !== "",
    sub: additionalEventData.sub,
    userPoolId: requestParameters.userPoolId ?? additionalEventData.userPoolId,
  };
};
