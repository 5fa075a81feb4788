/** The environment variables for AWS calls without the SDK's clients. */
import { concern, plain } from "./concern.js";
import { accessKeyId, credential, optional, region, secureUrl } from "./forms.js";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const aws = /* @__PURE__ */ concern(
  () =>
    plain({
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: credential,
      AWS_SESSION_TOKEN: optional(credential),
    }),
  (settings) => ({
    region: settings.AWS_REGION,
    credentials: {
      accessKeyId: settings.AWS_ACCESS_KEY_ID,
      secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
      sessionToken: settings.AWS_SESSION_TOKEN,
    },
  }),
);

/** Receives signed requests and their content. */
export const endpoint = /* @__PURE__ */ optional(secureUrl);

/** The SDK's own variables: the endpoint of one service, or of all. Undefined means AWS itself. */
export const awsEndpoints = /* @__PURE__ */ concern(
  () =>
    plain({
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_ENDPOINT_URL_SSM: endpoint,
    }),
  ({ AWS_ENDPOINT_URL: all, ...one }) => ({
    cognito: one.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ?? all,
    dynamodb: one.AWS_ENDPOINT_URL_DYNAMODB ?? all,
    secretsManager: one.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? all,
    ssm: one.AWS_ENDPOINT_URL_SSM ?? all,
  }),
);
