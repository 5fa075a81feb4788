/** What a client of AWS needs of the environment, for the calls that do without the SDK's own. */
import { type Environment, required } from "./reading.js";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const aws = (environment: Environment) => {
  const [region = "", accessKeyId = "", secretAccessKey = ""] = required(
    environment,
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
  );
  const sessionToken = environment.AWS_SESSION_TOKEN || undefined;
  return { region, credentials: { accessKeyId, secretAccessKey, sessionToken } };
};

/** The SDK's own variables: an address of one service, or of all; undefined for AWS itself. */
export const awsEndpoint =
  (environment: Environment) =>
  (service: "DYNAMODB" | "SSM" | "SECRETS_MANAGER"): string | undefined =>
    environment[`AWS_ENDPOINT_URL_${service}`] || environment.AWS_ENDPOINT_URL || undefined;
