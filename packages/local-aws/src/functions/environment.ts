/** Environment of a sandbox: Lambda's variables, the template's variables, and the local endpoints. */
import type { FunctionConfiguration } from "./configuration.js";

/**
 * Contains nothing of this process's own environment.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment
 * variables"
 */
export const sandboxEnvironment = (
  { name, handler, runtime, memoryMb, logGroup, variables }: FunctionConfiguration,
  surroundings: {
    readonly region: string;
    readonly taskRoot: string;
    readonly logStream: string;
    readonly overrides: Readonly<Record<string, string>>;
  },
): Record<string, string> => ({
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LANG: "en_US.UTF-8",
  TZ: "UTC",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_SESSION_TOKEN: "local",
  ...variables,
  AWS_REGION: surroundings.region,
  AWS_DEFAULT_REGION: surroundings.region,
  AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: surroundings.logStream,
  LAMBDA_TASK_ROOT: surroundings.taskRoot,
  _HANDLER: handler,
  ...surroundings.overrides,
});
