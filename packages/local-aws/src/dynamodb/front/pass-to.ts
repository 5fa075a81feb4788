/** Passes requests to the engine byte for byte, over connections that are kept open. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { responseBody } from "../../bounded-body/index.js";
import type { Answer } from "./answers.js";

export type PassedRequest = {
  readonly method: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
};

export type Upstream = {
  /** @throws Error if the engine cannot be reached or closes the connection */
  pass(request: PassedRequest): Promise<Answer>;
  close(): void;
};

/** DynamoDB's limit of an answer is 16 MB. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** Headers of the connection, which the next connection sets itself. */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "expect",
  // The front reads the answers.
  "accept-encoding",
]);

export const passTo = (engineUrl: string): Upstream => {
  const { protocol, hostname: host, port } = new URL(engineUrl);
  const secure = protocol === "https:";
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true });
  const start = secure ? httpsRequest : httpRequest;
  return {
    pass: async ({ method, path, headers, body }) => {
      const own = [...without(headers, OF_CONNECTION), "content-length", String(body.byteLength)];
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const outgoing = start({ host, port, path, method, agent, headers: own });
        outgoing.once("response", resolve).once("error", reject).end(body);
      });
      const content = await responseBody(response, LARGEST_ANSWER);
      if (content === undefined) throw new Error("the answer of the engine is too large");
      return {
        status: response.statusCode ?? 502,
        statusText: response.statusMessage ?? "",
        headers: without(response.rawHeaders, ANSWER_OF_CONNECTION),
        body: content,
      };
    },
    close: () => agent.destroy(),
  };
};

const ANSWER_OF_CONNECTION: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding"]);

const without = (headers: readonly string[], names: ReadonlySet<string>): string[] =>
  headers.filter((_, at) => !names.has(String(headers[at - (at % 2)]).toLowerCase()));
