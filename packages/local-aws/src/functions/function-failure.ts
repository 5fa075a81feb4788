/** The payload of a failed invocation. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export type FunctionFailure = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

export const timedOut = (requestId: string, limitMs: number): FunctionFailure => ({
  errorType: "Sandbox.Timedout",
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`,
});

export const exited = (requestId: string, status: number): FunctionFailure => ({
  errorType: "Runtime.ExitError",
  errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status ${status}`,
});

export const outOfMemory = (requestId: string): FunctionFailure => ({
  errorType: "Runtime.OutOfMemory",
  errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
});

/**
 * Lambda's limit is slightly over 6 MiB.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

export const responseTooLarge = (): FunctionFailure => ({
  errorType: "Function.ResponseSizeTooLarge",
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
});
