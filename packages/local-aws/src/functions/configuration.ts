/** The functions of a stack, with their Lambda settings. */

import { basename } from "node:path";
import { LocalAwsError } from "../local-aws-error.js";
import type { Stack, StackResource } from "../template/index.js";

export type FunctionConfiguration = {
  readonly name: string;
  readonly arn: string;
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logGroup: string;
  /** Environment variables of the template. */
  readonly variables: Readonly<Record<string, string>>;
  /** File name of the deployment package. */
  readonly archive: string;
  /** Versions and aliases that the stack declares. */
  readonly qualifiers: ReadonlySet<string>;
  readonly reservedConcurrency: number | undefined;
  /** For asynchronous invocations. */
  readonly maximumRetryAttempts: number;
};

type Properties = {
  readonly Code?: { readonly S3Key?: unknown };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  readonly LoggingConfig?: { readonly LogGroup?: unknown };
} & Readonly<Record<string, unknown>>;

/** @throws Error for a function that Lambda would reject or that this host does not support. */
export const functionConfigurations = (stack: Stack): readonly FunctionConfiguration[] =>
  stack.resources("AWS::Lambda::Function").map((resource) => configurationOf(stack, resource));

const configurationOf = (stack: Stack, { logicalId, physicalId, arn, properties }: StackResource) => {
  const { Code, Handler, Runtime, Layers, LoggingConfig, ...rest } = properties as Properties;
  const refuse = (reason: string): never => {
    throw new LocalAwsError(`function ${logicalId}: ${reason}`);
  };
  if (typeof Runtime !== "string" || !/^nodejs\d+\.x$/.test(Runtime))
    return refuse("only nodejs runtimes are supported");
  if (typeof Handler !== "string") return refuse("has no handler");
  if (typeof Code?.S3Key !== "string") return refuse("has no deployment package");
  if (Array.isArray(Layers) && Layers.length > 0) return refuse("layers are not supported");
  const variables = variablesOf(rest.Environment?.Variables ?? {}, refuse);
  return {
    name: physicalId,
    arn,
    handler: Handler,
    runtime: Runtime,
    timeoutMs: Number(rest.Timeout ?? 3) * 1000,
    memoryMb: Number(rest.MemorySize ?? 128),
    logGroup: String(LoggingConfig?.LogGroup ?? `/aws/lambda/${physicalId}`),
    variables,
    archive: basename(Code.S3Key),
    qualifiers: qualifiersOf(stack, physicalId, arn),
    reservedConcurrency:
      rest.ReservedConcurrentExecutions === undefined ? undefined : Number(rest.ReservedConcurrentExecutions),
    maximumRetryAttempts: retriesOf(stack, physicalId, arn),
  };
};

const MAX_VARIABLES_BYTES = 4096;
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN)$/;

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: 4 KB in total, and reserved names.
 */
const variablesOf = (given: Readonly<Record<string, unknown>>, refuse: (reason: string) => never) => {
  const variables = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const reserved = Object.keys(variables).find((name) => RESERVED.test(name));
  if (reserved !== undefined) refuse(`the variable ${reserved} is reserved by Lambda`);
  if (Buffer.byteLength(JSON.stringify(variables)) > MAX_VARIABLES_BYTES) refuse("its variables exceed 4 KB");
  return variables;
};

const belongsTo = (resource: StackResource, name: string, arn: string): boolean =>
  [name, arn].includes(String(resource.properties.FunctionName));

const qualifiersOf = (stack: Stack, name: string, arn: string): ReadonlySet<string> =>
  new Set(
    ["AWS::Lambda::Version", "AWS::Lambda::Alias"]
      .flatMap((type) => stack.resources(type))
      .filter((resource) => belongsTo(resource, name, arn))
      .map((resource) => resource.physicalId.split(":").at(-1) ?? ""),
  );

const retriesOf = (stack: Stack, name: string, arn: string): number => {
  const [settings] = stack
    .resources("AWS::Lambda::EventInvokeConfig")
    .filter((resource) => belongsTo(resource, name, arn));
  return Number(settings?.properties.MaximumRetryAttempts ?? 2);
};
