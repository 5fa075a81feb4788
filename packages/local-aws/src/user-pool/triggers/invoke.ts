/** Invokes the functions of triggers. */

export interface InvokeAnswer {
  readonly statusCode: number;
  /** The X-Amz-Function-Error header: the function itself failed. */
  readonly functionError?: string;
  readonly payload: string;
}

/** Rejects, or settles late, if the function is unreachable or does not answer in time. */
export type Invoke = (functionArn: string, event: unknown, timeoutMs: number) => Promise<InvokeAnswer>;

export type InProcessFunction = (event: never) => unknown;

/**
 * Runs functions of this process by ARN, for tests. Events and responses pass through JSON, as in the cloud.
 */
export function inProcessInvoke(functions: Readonly<Record<string, InProcessFunction>>): Invoke {
  return async (functionArn, event) => {
    const run = functions[functionArn];
    if (!run) return { statusCode: 404, payload: JSON.stringify({ message: "Function not found" }) };
    try {
      const answer = await run(JSON.parse(JSON.stringify(event)) as never);
      return { statusCode: 200, payload: JSON.stringify(answer) ?? "null" };
    } catch (error) {
      const { name: errorType, message: errorMessage } =
        error instanceof Error ? error : new Error(String(error));
      const payload = JSON.stringify({ errorType, errorMessage });
      return { statusCode: 200, functionError: "Unhandled", payload };
    }
  };
}
