/**
 * Invokes functions through the Invoke operation of an AWS Lambda API endpoint. `fetch` does not fit: it waits five
 * minutes for the headers of a response, and a function may take fifteen.
 */
import { Agent, type IncomingMessage, request } from "node:http";
import { responseBody } from "../bounded-body/index.js";
import { TooLarge } from "../bounded-fetch.js";

interface InvokeAnswer {
  readonly statusCode: number;
  readonly functionError?: string;
  readonly payload: string;
}

/** Rejects, possibly late, if the function is unreachable or does not respond in time. */
type Invoke = (functionArn: string, event: unknown, timeoutMs: number) => Promise<InvokeAnswer>;

/** Larger than the responses that AWS Lambda allows: 6 MB. */
const MOST_BYTES = 8 * 1024 * 1024;

export function lambdaInvoke(lambdaUrl: string): Invoke {
  // Idle sockets of an agent do not keep the process alive.
  const agent = new Agent({ keepAlive: true });
  return (functionArn, event, timeoutMs) =>
    new Promise((resolve, reject) => {
      const url = new URL(`/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`, lambdaUrl);
      const headers = { "content-type": "application/json" };
      const signal = AbortSignal.timeout(timeoutMs);
      const outgoing = request(url, { method: "POST", headers, agent, signal }, (incoming) => {
        answerFrom(incoming).then(resolve, reject);
      });
      outgoing.on("error", reject);
      outgoing.end(JSON.stringify(event));
    });
}

const answerFrom = async (incoming: IncomingMessage): Promise<InvokeAnswer> => {
  const payload = await responseBody(incoming, MOST_BYTES);
  if (payload === undefined) throw new TooLarge(MOST_BYTES);
  const functionError = incoming.headers["x-amz-function-error"];
  const failed = typeof functionError === "string" ? { functionError } : {};
  return { statusCode: incoming.statusCode ?? 500, ...failed, payload: payload.toString("utf8") };
};
