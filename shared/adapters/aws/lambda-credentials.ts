/**
 * Replaces the SDK's credential provider chain in the bundles (serverless.yml, `alias`). Lambda provides
 * credentials in the environment. The rest of the chain (profiles, IAM Identity Center, metadata services)
 * would be a quarter of every bundle.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
