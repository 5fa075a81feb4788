/**
 * Schemas of the events that Cognito sends to its triggers, limited to the fields that are read. Unknown
 * fields are accepted, because Cognito may add fields at any time. An event with an unknown trigger source is
 * returned unchanged.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import * as z from "zod/mini";
import { requestStartOf } from "../domain/request-start.js";
import { about, attributes, envelope, triggerEvent } from "./trigger-event.js";

export const postConfirmationEvent = triggerEvent(
  [
    "PostConfirmation_ConfirmSignUp",
    "PostConfirmation_AdminConfirmSignUp",
    "PostConfirmation_ConfirmForgotPassword",
  ],
  z.looseObject({
    ...envelope,
    triggerSource: z.string(),
    request: z.looseObject({ userAttributes: attributes, clientMetadata: z.optional(attributes) }),
  }),
  (event) => ({
    ...about(event),
    userPoolId: event.userPoolId,
    // Set by our endpoint. Another caller that sets it only delays its own confirmation.
    passwordFollows: event.request.clientMetadata?.password === "follows",
    afterReset: event.triggerSource === "PostConfirmation_ConfirmForgotPassword",
  }),
);

export const preAuthenticationEvent = triggerEvent(
  ["PreAuthentication_Authentication"],
  z.looseObject({
    ...envelope,
    request: z.looseObject({ userAttributes: attributes, userNotFound: z.optional(z.nullable(z.boolean())) }),
  }),
  (event) => ({
    ...about(event),
    // A missing status counts as confirmed, which is the stricter case.
    confirmed: event.request.userAttributes["cognito:user_status"] !== "UNCONFIRMED",
    identifier: about(event).email || event.userName,
    clientId: event.callerContext.clientId ?? "",
    userNotFound: event.request.userNotFound === true,
  }),
);

export const postAuthenticationEvent = triggerEvent(
  ["PostAuthentication_Authentication"],
  z.looseObject({
    ...envelope,
    request: z.looseObject({ userAttributes: attributes, newDeviceUsed: z.optional(z.unknown()) }),
  }),
  (event) => ({
    ...about(event),
    userPoolId: event.userPoolId,
    clientId: event.callerContext.clientId ?? "",
    newDevice: event.request.newDeviceUsed === true,
  }),
);

/** UserMigration_ForgotPassword has no `password`, although some type packages declare it. */
export const userMigrationEvent = triggerEvent(
  ["UserMigration_Authentication", "UserMigration_ForgotPassword"],
  z.looseObject({
    ...envelope,
    triggerSource: z.string(),
    request: z.looseObject({
      password: z.optional(z.nullable(z.string())),
      validationData: z.optional(attributes),
      clientMetadata: z.optional(attributes),
    }),
  }),
  ({ triggerSource, userPoolId, userName, request }) => {
    const signIn = triggerSource === "UserMigration_Authentication";
    return {
      userPoolId,
      username: userName,
      // A sign-in's metadata arrives as validation data, that of a forgotten password as client metadata.
      began: requestStartOf(request.validationData?.began ?? request.clientMetadata?.began),
      counted: request.validationData?.counted,
      proof: signIn
        ? ({ kind: "password", password: request.password ?? "" } as const)
        : ({ kind: "none" } as const),
    };
  },
);

const groups = z.catch(z.array(z.string()), []);

export const preTokenGenerationEvent = triggerEvent(
  [
    "TokenGeneration_HostedAuth",
    "TokenGeneration_Authentication",
    "TokenGeneration_NewPasswordChallenge",
    "TokenGeneration_AuthenticateDevice",
    "TokenGeneration_RefreshTokens",
    "TokenGeneration_ClientCredentials",
  ],
  z.looseObject({
    ...envelope,
    triggerSource: z.string(),
    request: z.looseObject({
      userAttributes: attributes,
      scopes: z.optional(groups),
      groupConfiguration: z.optional(
        z.nullable(
          z.looseObject({
            groupsToOverride: groups,
            iamRolesToOverride: groups,
            preferredRole: z.optional(z.nullable(z.string())),
          }),
        ),
      ),
    }),
  }),
  (event) => ({
    version: event.version,
    machine: event.triggerSource === "TokenGeneration_ClientCredentials",
    user: { ...about(event), attributes: event.request.userAttributes },
    scopes: event.request.scopes ?? [],
    clientId: event.callerContext.clientId ?? "",
    pool: {
      groups: event.request.groupConfiguration?.groupsToOverride ?? [],
      roles: event.request.groupConfiguration?.iamRolesToOverride ?? [],
      preferredRole: event.request.groupConfiguration?.preferredRole ?? undefined,
    },
  }),
);
