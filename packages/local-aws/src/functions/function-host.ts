/**
 * Runs invocations: finds the function, creates request id and context, and enforces Lambda's response
 * limits.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { FunctionConfiguration } from "./configuration.js";
import { sandboxEnvironment } from "./environment.js";
import { type FunctionFailure, MAX_RESPONSE_BYTES, responseTooLarge } from "./function-failure.js";
import type { FunctionLog } from "./function-log.js";
import { parseFunctionName } from "./function-name.js";
import { type FunctionPool, functionPool } from "./function-pool.js";
import type { MovedClock } from "./moved-clock.js";
import { Sandbox } from "./sandbox.js";

export type HostedFunction = {
  readonly configuration: FunctionConfiguration;
  readonly pool: FunctionPool;
  readonly logStream: string;
};

export type HostSettings = {
  readonly region: string;
  readonly overrides: Readonly<Record<string, string>>;
  readonly maxConcurrency: number;
  readonly log: FunctionLog;
  readonly clock: MovedClock;
  taskRoot(configuration: FunctionConfiguration): string;
};

export type Answer = {
  readonly requestId: string;
  readonly payload: string;
  readonly failed: boolean;
  readonly executedVersion: string;
};

export const hostFunction = (
  configuration: FunctionConfiguration,
  settings: HostSettings,
): HostedFunction => {
  const { name, reservedConcurrency = settings.maxConcurrency } = configuration;
  const taskRoot = settings.taskRoot(configuration);
  const logStream = `local/[$LATEST]${randomBytes(16).toString("hex")}`;
  const { region, overrides } = settings;
  const environment = sandboxEnvironment(configuration, { region, taskRoot, logStream, overrides });
  const limit = Math.max(1, Math.min(settings.maxConcurrency, reservedConcurrency));
  const { handler, memoryMb, timeoutMs } = configuration;
  const pool = functionPool(
    limit,
    (onEnd) =>
      new Sandbox({
        ...{ name, taskRoot, handler, environment, memoryMb, timeoutMs, onEnd },
        clock: settings.clock,
        onLine: (line, requestId) => settings.log.add({ functionName: name, requestId, line }),
      }),
  );
  return { configuration, pool, logStream };
};

/** @returns undefined if the function, version or alias does not exist. */
export const findFunction = (
  functions: ReadonlyMap<string, HostedFunction>,
  nameOrArn: string,
  qualifier?: string | undefined,
): { readonly hosted: HostedFunction; readonly qualifier: string } | undefined => {
  const reference = parseFunctionName(nameOrArn, qualifier);
  const hosted = reference && functions.get(reference.name);
  if (!hosted) return undefined;
  const { configuration } = hosted;
  if (nameOrArn.startsWith("arn:") && !`${nameOrArn}:`.startsWith(`${configuration.arn}:`)) return undefined;
  const exists = reference.qualifier === "$LATEST" || configuration.qualifiers.has(reference.qualifier);
  return exists ? { hosted, qualifier: reference.qualifier } : undefined;
};

/** Never rejects. `payload` is JSON. */
export const runFunction = async (
  { configuration, pool, logStream }: HostedFunction,
  payload: string,
  { qualifier, clientContext }: { readonly qualifier: string; readonly clientContext?: unknown },
): Promise<Answer> => {
  const requestId = randomUUID();
  const { name, arn, memoryMb, logGroup } = configuration;
  const outcome = await pool.run({
    requestId,
    payload,
    traceId: `Root=1-${requestId.slice(0, 8)}-${randomBytes(12).toString("hex")};Sampled=0`,
    context: {
      awsRequestId: requestId,
      functionName: name,
      functionVersion: "$LATEST",
      invokedFunctionArn: qualifier === "$LATEST" ? arn : `${arn}:${qualifier}`,
      memoryLimitInMB: String(memoryMb),
      logGroupName: logGroup,
      logStreamName: logStream,
      clientContext,
    },
  });
  const failed = (failure: FunctionFailure): Answer => ({
    ...{ requestId, failed: true, executedVersion: "$LATEST" },
    payload: JSON.stringify(failure),
  });
  if ("failure" in outcome) return failed(outcome.failure);
  if (Buffer.byteLength(outcome.payload) > MAX_RESPONSE_BYTES) return failed(responseTooLarge());
  return { requestId, payload: outcome.payload, failed: false, executedVersion: "$LATEST" };
};
