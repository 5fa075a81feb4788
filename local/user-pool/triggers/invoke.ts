/** Ways to reach the functions behind the triggers. */
import { Agent, request } from "node:http";

export interface InvokeAnswer {
  readonly statusCode: number;
  /** The X-Amz-Function-Error header: the function itself failed. */
  readonly functionError?: string;
  readonly payload: string;
}

/** Rejects, or settles late, when the function cannot be reached or does not answer in time. */
export type Invoke = (functionArn: string, event: unknown, timeoutMs: number) => Promise<InvokeAnswer>;

/** Functions behind the Invoke operation of the AWS Lambda API, wherever that is served. */
export function lambdaInvoke(lambdaUrl: string): Invoke {
  // Idle sockets of an agent do not keep the process alive.
  const agent = new Agent({ keepAlive: true });
  return (functionArn, event, timeoutMs) =>
    new Promise((resolve, reject) => {
      const url = new URL(`/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`, lambdaUrl);
      const headers = { "content-type": "application/json" };
      const signal = AbortSignal.timeout(timeoutMs);
      const outgoing = request(url, { method: "POST", headers, agent, signal }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const functionError = incoming.headers["x-amz-function-error"];
          resolve({
            statusCode: incoming.statusCode ?? 500,
            ...(typeof functionError === "string" && { functionError }),
            payload: Buffer.concat(chunks).toString("utf8"),
          });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(JSON.stringify(event));
    });
}

export type InProcessFunction = (event: never) => unknown;

/** Functions of this process by ARN, for tests. Events and answers cross as JSON, as they do in the cloud. */
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
