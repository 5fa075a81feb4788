/** The addresses of the local services, for the functions and for the description of the stack. */
import type { Functions } from "local-aws/functions";
import { sdkNoticeOff } from "local-aws/sdk-notice";
import type { Services } from "./services.js";

/** Variables of the SDK and of the functions' own settings. The functions have no special mode for the local stack. */
export const functionEnvironment = (services: Services, siteUrl: string): Record<string, string> => ({
  AWS_ENDPOINT_URL_DYNAMODB: services.tables.url,
  AWS_ENDPOINT_URL_EVENTBRIDGE: services.eventBus.url,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: services.userPool.url,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: services.secretsUrl,
  AWS_ENDPOINT_URL_SSM: services.parametersUrl,
  AWS_ENDPOINT_URL_SESV2: services.mail.url,
  AWS_ENDPOINT_URL_SNS: services.mail.url,
  AWS_ENDPOINT_URL_KMS: services.userPool.url,
  LEGACY_SYSTEM_URL: services.legacy.url,
  SITE_URL: siteUrl,
  ...sdkNoticeOff,
});

export const serviceUrls = (services: Services, functions: Functions) => ({
  cognito: services.userPool.url,
  identity: services.identityPools.url,
  dynamodb: services.tables.url,
  eventbridge: services.eventBus.url,
  lambda: functions.url,
  secrets: services.secretsUrl,
  parameters: services.parametersUrl,
  mail: services.mail.url,
  legacy: services.legacy.url,
  ...(services.google && { google: services.google.url }),
});
