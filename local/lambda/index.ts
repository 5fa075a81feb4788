/**
 * A local AWS Lambda: runs the packaged functions of a template in worker threads, with the
 * environment, time limit and handler that the template gives them.
 */
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import type { Resource, Template } from "../cloudformation/template.js";
import { unpack } from "./artifacts.js";
import { type FunctionPool, functionPool } from "./function-pool.js";
import { invokeApi } from "./invoke-api.js";
import type { FunctionDefinition } from "./sandbox.js";

export type LambdaAnswer = {
  readonly statusCode: number;
  readonly functionError?: string | undefined;
  readonly payload: string;
};
export type LambdaLog = { readonly functionName: string; readonly requestId: string; readonly line: string };

export type LambdaOptions = {
  readonly template: Template;
  /** Folder with the zip of each function. */
  readonly artifacts: string;
  /** Folder to unpack into; what it held before is replaced. */
  readonly workDir: string;
  readonly region: string;
  /** Set for every function, over what the template says: where the local services are. */
  readonly environment: Readonly<Record<string, string>>;
  readonly port?: number;
  /** How many events of one function run at the same time. */
  readonly concurrency?: number;
};

export type Lambda = {
  readonly url: string;
  readonly port: number;
  /** Calls by name or ARN. An unknown function is status 404. A caller that gives up does not stop the function. */
  invoke(functionName: string, event: unknown, timeoutMs?: number): Promise<LambdaAnswer>;
  /** The newest lines that functions wrote. */
  logs(): readonly LambdaLog[];
  stats(): Readonly<Record<string, FunctionPool["stats"]>>;
  close(): Promise<void>;
};

const KEPT_LINES = 5000;
const CONCURRENCY = 8;

export const startLambda = async (options: LambdaOptions): Promise<Lambda> => {
  const lines: LambdaLog[] = [];
  const keep = (line: LambdaLog): void => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.splice(0, lines.length - KEPT_LINES);
  };
  const definitions = await Promise.all(
    options.template.resources("AWS::Lambda::Function").map((resource) => install(options, resource)),
  );
  const pools = new Map(
    definitions.map((each) => [each.name, functionPool(each, options.concurrency ?? CONCURRENCY, keep)]),
  );
  const run = async (name: string, payload: string): Promise<LambdaAnswer | undefined> => {
    const answer = await pools.get(name.split(":function:").at(-1) ?? name)?.invoke(payload);
    return (
      answer && {
        statusCode: 200,
        functionError: answer.failed ? "Unhandled" : undefined,
        payload: answer.payload,
      }
    );
  };
  const server = invokeApi(run, () => lines);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    logs: () => lines,
    stats: () => Object.fromEntries([...pools].map(([name, { stats }]) => [name, stats])),
    invoke: (name, event, timeoutMs) => within(run(name, JSON.stringify(event)), name, timeoutMs),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      await closed;
    },
  };
};

/** The caller's own patience; over it, the answer is that of a gateway that gave up. */
const within = async (
  call: Promise<LambdaAnswer | undefined>,
  name: string,
  timeoutMs: number | undefined,
): Promise<LambdaAnswer> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<"late">((resolve) => {
    if (timeoutMs !== undefined) timer = setTimeout(resolve, timeoutMs, "late");
  });
  const answer = await Promise.race([call, limit]);
  clearTimeout(timer);
  if (answer === "late")
    return { statusCode: 504, payload: JSON.stringify({ message: "The caller gave up." }) };
  return answer ?? { statusCode: 404, payload: JSON.stringify({ message: `Function not found: ${name}` }) };
};

type FunctionProperties = {
  readonly FunctionName: string;
  readonly Handler: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Code: { readonly S3Key: string };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
};

const install = async (
  options: LambdaOptions,
  { arn, properties }: Resource,
): Promise<FunctionDefinition> => {
  const { FunctionName, Handler, Timeout, MemorySize, Code, Environment } = properties as FunctionProperties;
  const folder = join(options.workDir, FunctionName);
  await unpack(join(options.artifacts, basename(Code.S3Key)), folder);
  const dot = Handler.lastIndexOf(".");
  const memoryMb = MemorySize ?? 128;
  return {
    name: FunctionName,
    arn,
    file: join(folder, `${Handler.slice(0, dot)}.js`),
    export: Handler.slice(dot + 1),
    timeoutSeconds: Timeout ?? 3,
    memoryMb,
    environment: {
      ...textValues(Environment?.Variables ?? {}),
      ...runtimeVariables(options.region, FunctionName, Handler, memoryMb, folder),
      ...options.environment,
    },
  };
};

const textValues = (variables: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment variables"
const runtimeVariables = (
  region: string,
  name: string,
  handler: string,
  memoryMb: number,
  folder: string,
): Record<string, string> => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  _HANDLER: handler,
  LAMBDA_TASK_ROOT: folder,
  TZ: ":UTC",
});
