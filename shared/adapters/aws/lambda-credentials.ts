/**
 * Takes the place of the SDK's chain of credential sources in the bundles (serverless.yml, `alias`):
 * Lambda gives a function its credentials in the environment, and the rest of the chain (profiles,
 * single sign-on, metadata services) would be a quarter of every bundle.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
