/** Invokes functions through the Invoke operation of an AWS Lambda API endpoint. */
import { Agent, request } from "node:http";

/** Rejects, possibly late, if the function is unreachable or does not respond in time. */
type Invoke = (
  functionArn: string,
  event: unknown,
  timeoutMs: number,
) => Promise<{ statusCode: number; functionError?: string; payload: string }>;

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
