/** Receives e-mails for SES and text messages for SNS. They appear in the local inbox. */

import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseJson } from "../aws-json/json.js";
import { closeServer, isForLoopback, listenOnLoopback } from "../aws-json/loopback.js";
import { requestText } from "../bounded-body/index.js";
import { FaultList, type PlannedFault } from "../faults/fault-list.js";
import type { SentMessage } from "./sent-message.js";
import { mailsOf } from "./ses.js";
import { publishAnswer, publishError, published } from "./sns.js";

export type { SentMessage } from "./sent-message.js";

export type Mail = {
  /** Endpoint of both services, for AWS_ENDPOINT_URL_SESV2 and AWS_ENDPOINT_URL_SNS. */
  readonly url: string;
  /** While the mode is `down`, every message is rejected with a 503. */
  faults(faults: { readonly mode: "ok" | "down" }): void;
  close(): Promise<void>;
};

const BODY_LIMIT = 10 * 1024 * 1024;

export const startMail = async (options: {
  readonly deliver: (message: SentMessage) => void;
  readonly now?: () => number;
  readonly port?: number;
}): Promise<Mail> => {
  const { deliver, now = Date.now } = options;
  const list = new FaultList<PlannedFault>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await requestText(request, BODY_LIMIT);
    if (!isForLoopback(request) || request.method !== "POST" || body === undefined) {
      return answerSes(response, 400, "BadRequestException", "The server does not support this request.");
    }
    if (list.take() !== undefined) return answerSes(response, 503, "ServiceUnavailable", "Injected fault.");
    if (request.url === "/v2/email/outbound-emails")
      return takeMail(response, mailsOf(parseJson(body), now()));
    return takeText(response, published(new URLSearchParams(body), now()));
  };
  const takeMail = (response: ServerResponse, mails: SentMessage[] | undefined): void => {
    if (mails === undefined) {
      answerSes(response, 400, "BadRequestException", "The mail is incomplete or not valid.");
      return;
    }
    for (const mail of mails) deliver(mail);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ MessageId: randomUUID() }));
  };
  const takeText = (response: ServerResponse, outcome: ReturnType<typeof published>): void => {
    const sent = outcome.kind === "sent";
    if (sent) deliver(outcome.message);
    response.writeHead(sent ? 200 : 400, { "content-type": "text/xml" });
    response.end(sent ? publishAnswer(randomUUID()) : publishError(outcome.code, outcome.text));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    faults: ({ mode }) => list.replace(mode === "down" ? [{ times: Number.POSITIVE_INFINITY }] : []),
    close: () => closeServer(server),
  };
};

const answerSes = (response: ServerResponse, status: number, name: string, message: string): void => {
  response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": name });
  response.end(JSON.stringify({ message }));
};
