/**
 * Functions as targets. EventBridge invokes them asynchronously and retries only the hand-over. Errors of the
 * function are retried by Lambda: twice, then the record goes to the function's failure destination
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
 */
import { randomUUID } from "node:crypto";
import { type JsonValue, parseJson } from "../aws-json/json.js";
import { type DeliveryOutcome, delivered, refused, retry } from "./delivery-outcome.js";
import { pause, type Timers } from "./timers.js";

export interface InvokeResult {
  readonly statusCode: number;
  readonly functionError?: string;
  readonly payload: string;
}

export type Invoke = (functionArn: string, event: unknown, timeoutMs: number) => Promise<InvokeResult>;

export interface LambdaTargetDeps {
  readonly invoke: Invoke;
  readonly timers: Timers;
  readonly signal: AbortSignal;
  readonly invokeTimeoutMs: number;
  /** Delays before the second and third run of a failed function. */
  readonly functionRetryDelaysMs: readonly number[];
  /** Called when a function fails its last run. */
  functionFailed(functionArn: string, record: JsonValue): void;
}

export const sendToFunction = async (
  deps: LambdaTargetDeps,
  functionArn: string,
  event: JsonValue,
): Promise<DeliveryOutcome> => {
  const first = await attempt(deps, functionArn, event);
  if (first.statusCode >= 400) return handOverFailure(first);
  let last = first;
  for (const delayMs of deps.functionRetryDelaysMs) {
    if (!failed(last)) return delivered;
    if (!(await pause(deps.timers, delayMs, deps.signal))) return delivered;
    last = await attempt(deps, functionArn, event);
  }
  if (failed(last)) {
    const runs = deps.functionRetryDelaysMs.length + 1;
    deps.functionFailed(functionArn, failureRecord(deps.timers.now(), functionArn, event, runs, last));
    return { kind: "delivered", note: `The function failed in each of its ${runs} runs.` };
  }
  return delivered;
};

const failed = (result: InvokeResult): boolean =>
  result.functionError !== undefined || result.statusCode >= 400;

const attempt = async (
  deps: LambdaTargetDeps,
  functionArn: string,
  event: JsonValue,
): Promise<InvokeResult> => {
  try {
    return await deps.invoke(functionArn, event, deps.invokeTimeoutMs);
  } catch {
    return { statusCode: 503, payload: "" };
  }
};

const handOverFailure = ({ statusCode }: InvokeResult): DeliveryOutcome => {
  if (statusCode === 404) return refused("NO_RESOURCE", "The function does not exist.");
  if (statusCode === 403) return refused("NO_PERMISSIONS", "The function may not be invoked.");
  if (statusCode === 429) return retry("THROTTLING", "The function is throttled.");
  if (statusCode === 503) return retry("CONNECTION_FAILURE", "The function could not be reached.");
  if (statusCode >= 500) return retry("ERROR_FROM_TARGET", `Lambda answered ${statusCode}.`);
  return refused("INVALID_PARAMETER", `Lambda answered ${statusCode}.`);
};

/** The record that Lambda sends to an on-failure destination. */
const failureRecord = (
  now: number,
  functionArn: string,
  event: JsonValue,
  runs: number,
  last: InvokeResult,
): JsonValue => ({
  version: "1.0",
  timestamp: new Date(now).toISOString(),
  requestContext: {
    requestId: randomUUID(),
    functionArn: `${functionArn}:$LATEST`,
    condition: "RetriesExhausted",
    approximateInvokeCount: runs,
  },
  requestPayload: event,
  responseContext: {
    statusCode: last.statusCode,
    executedVersion: "$LATEST",
    functionError: last.functionError ?? "Unhandled",
  },
  responsePayload: parseJson(last.payload) ?? null,
});
