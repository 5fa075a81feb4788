/** The environment variables for AWS calls without the SDK's clients. */
import { concern, type Environment, plain } from "./concern.js";
import { optional, region, text } from "./forms.js";

const given = /* @__PURE__ */ text("what the runtime gives", () => true);

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const aws = /* @__PURE__ */ concern(
  () =>
    plain({
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: given,
      AWS_SECRET_ACCESS_KEY: given,
      AWS_SESSION_TOKEN: optional(given),
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

/** The SDK's own variables: the endpoint of one service, or of all. Undefined means AWS itself. */
export const awsEndpoint =
  (environment: Environment) =>
  (service: "COGNITO_IDENTITY_PROVIDER" | "DYNAMODB" | "SSM" | "SECRETS_MANAGER"): string | undefined =>
    environment[`AWS_ENDPOINT_URL_${service}`] || environment.AWS_ENDPOINT_URL || undefined;
