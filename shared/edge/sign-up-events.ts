/**
 * Events about users that the pool does not know yet: PreSignUp, and before it InboundFederation.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
import * as z from "zod/mini";
import { attributes, envelope, triggerEvent } from "./trigger-event.js";
import { clientMetadata, wantedLanguages } from "./wanted-languages.js";

const SIGN_UP_SOURCES = {
  PreSignUp_SignUp: "self",
  PreSignUp_AdminCreateUser: "admin",
  PreSignUp_ExternalProvider: "federated",
} as const;

export const preSignUpEvent = triggerEvent(
  Object.keys(SIGN_UP_SOURCES),
  z.looseObject({
    ...envelope,
    triggerSource: z.enum(["PreSignUp_SignUp", "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"]),
    request: z.looseObject({
      userAttributes: attributes,
      validationData: z.optional(attributes),
      clientMetadata: z.optional(clientMetadata),
    }),
  }),
  ({ triggerSource, userPoolId, userName, callerContext, request }) => ({
    source: SIGN_UP_SOURCES[triggerSource],
    userPoolId,
    userName,
    email: request.userAttributes.email,
    emailVerified: request.userAttributes.email_verified === "true",
    clientId: callerContext.clientId ?? "",
    languages: wantedLanguages(request),
    captchaToken: request.validationData?.captcha,
    invitationToken: request.validationData?.invitation,
  }),
);

const claims = z.catch(z.optional(attributes), undefined);

export const inboundFederationEvent = triggerEvent(
  ["InboundFederation_ExternalProvider"],
  z.looseObject({
    ...envelope,
    request: z.looseObject({
      providerName: z.string(),
      attributes: z.looseObject({ idToken: claims, userInfo: claims, samlResponse: claims }),
    }),
  }),
  ({ userName, request: { providerName, attributes: told } }) => ({
    userName,
    provider: providerName,
    // The ID token takes precedence because it is signed. The other sources only add missing claims.
    claims: { ...told.samlResponse, ...told.userInfo, ...told.idToken },
  }),
);
